"""Asking the consumer over HTTP."""

from datetime import timedelta

import httpx
import pytest

from common.contracts.company_portal import QuestionAsked
from company_portal.parts import PortalParts
from tests.company_portal.builders import (
    GARAGE,
    REPORT,
    a_message,
    a_routing,
    an_account,
    announced,
    receive,
    sign_in,
)

PATH = f"/v1/reports/{REPORT}/questions"


@pytest.fixture
async def signed_in(client: httpx.AsyncClient, parts: PortalParts) -> dict[str, str]:
    await an_account(parts)
    await receive(parts, a_routing())
    return await sign_in(client) | {"idempotency-key": "question-key-00000001"}


async def test_a_question_is_asked_once_and_seen_in_the_thread(
    client: httpx.AsyncClient, parts: PortalParts, signed_in: dict[str, str]
) -> None:
    first = await client.post(PATH, json={"text": "Quel jour ?"}, headers=signed_in)
    again = await client.post(PATH, json={"text": "Quel jour ?"}, headers=signed_in)

    assert (first.status_code, again.json()) == (201, first.json())
    (asked,) = await announced(parts, QuestionAsked)
    later = asked.occurred_at + timedelta(hours=1)
    await receive(parts, a_message(asked.question_id, sent_at=later))
    seen = (await client.get(f"/v1/reports/{REPORT}", headers=signed_in)).json()
    assert [(found["author"], found["text"]) for found in seen["messages"]] == [
        ("company", "Quel jour ?"),
        ("consumer", "C’était un lundi, le 1."),
    ]
    assert not seen["awaits_reply"]


async def test_a_second_question_waits_for_the_first_reply(
    client: httpx.AsyncClient, signed_in: dict[str, str]
) -> None:
    await client.post(PATH, json={"text": "Quel jour ?"}, headers=signed_in)
    other = signed_in | {"idempotency-key": "question-key-00000002"}
    refused = await client.post(PATH, json={"text": "Quelle heure ?"}, headers=other)

    assert refused.status_code == 409
    assert refused.json()["type"].endswith("question-pending")


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, None])
async def test_a_question_has_words_and_not_too_many(
    client: httpx.AsyncClient, parts: PortalParts, signed_in: dict[str, str], text: str | None
) -> None:
    refused = await client.post(PATH, json={"text": text}, headers=signed_in)

    assert refused.status_code == 422
    assert await announced(parts, QuestionAsked) == []


async def test_a_former_holder_sees_no_message_and_asks_nothing(
    client: httpx.AsyncClient, parts: PortalParts, signed_in: dict[str, str]
) -> None:
    await client.post(PATH, json={"text": "Quel jour ?"}, headers=signed_in)
    await receive(parts, a_routing(version=2, siret=GARAGE))
    other = signed_in | {"idempotency-key": "question-key-00000002"}

    assert (await client.post(PATH, json={"text": "?!"}, headers=other)).status_code == 409
    seen = (await client.get(f"/v1/reports/{REPORT}", headers=signed_in)).json()
    assert (seen["is_trace"], seen["messages"]) == (True, [])
