"""Answering over HTTP: once, by the holder, while it may."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from common.contracts.company_portal import AuthorityInformed, ReportAnswered, ReportDeclined
from common.contracts.report import ReportStatus
from common.testing.clock import FrozenClock
from company_portal.parts import PortalParts
from tests.company_portal.builders import (
    REPORT,
    a_routing,
    a_withdrawal,
    an_account,
    announced,
    receive,
    run_due_tasks,
    sign_in,
)

ANSWER: dict[str, Any] = {
    "kind": "promise",
    "reason": "refund_or_credit",
    "message_to_consumer": "Nous vous remboursons.",
    "attachments": [],
}
PATH = f"/v1/reports/{REPORT}/answer"


@pytest.fixture
async def signed_in(client: httpx.AsyncClient, parts: PortalParts) -> dict[str, str]:
    """The manager of the bakery, with one report waiting."""
    await an_account(parts)
    await receive(parts, a_routing())
    return await sign_in(client)


def keyed(signed_in: dict[str, str], number: int = 1) -> dict[str, str]:
    return {**signed_in, "idempotency-key": f"answer-key-{number:08}"}


async def test_an_answer_closes_the_report_and_is_announced(
    client: httpx.AsyncClient, parts: PortalParts, signed_in: dict[str, str]
) -> None:
    answer = await client.post(PATH, json=ANSWER, headers=keyed(signed_in))

    assert (answer.status_code, answer.json()) == (201, {"id": str(REPORT), "status": "promised"})
    assert answer.headers["location"] == f"/v1/reports/{REPORT}"
    (told,) = await announced(parts, ReportAnswered)
    assert told.message_to_consumer == "Nous vous remboursons."
    assert (told.state.status, told.state.holder_siret) == (ReportStatus.PROMISED, None)
    assert told.company_name == "Au bon pain"
    assert await announced(parts, AuthorityInformed) == []


async def test_a_message_to_the_authorities_travels_apart(
    client: httpx.AsyncClient, parts: PortalParts, signed_in: dict[str, str]
) -> None:
    body = {**ANSWER, "message_to_authority": "Fraude d’un salarié."}

    await client.post(PATH, json=body, headers=keyed(signed_in))

    (informed,) = await announced(parts, AuthorityInformed)
    (answered,) = await announced(parts, ReportAnswered)
    assert informed.message_to_authority == "Fraude d’un salarié."
    assert "Fraude" not in answered.model_dump_json()


async def test_a_second_answer_is_refused_and_what_is_still_allowed_is_named(
    client: httpx.AsyncClient, parts: PortalParts, signed_in: dict[str, str]
) -> None:
    await client.post(PATH, json=ANSWER, headers=keyed(signed_in))

    again = await client.post(PATH, json=ANSWER, headers=keyed(signed_in, 2))

    assert again.status_code == 409
    assert again.json()["allowed"] == ["check_promise"]
    assert again.json()["status_of_report"] == "promised"
    assert len(await announced(parts, ReportAnswered)) == 1


async def test_two_answers_at_once_are_one(
    client: httpx.AsyncClient, parts: PortalParts, signed_in: dict[str, str]
) -> None:
    answers = await asyncio.gather(
        *(client.post(PATH, json=ANSWER, headers=keyed(signed_in, number)) for number in (1, 2))
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert len(await announced(parts, ReportAnswered)) == 1


async def test_the_same_request_again_gets_the_same_answer(
    client: httpx.AsyncClient, parts: PortalParts, signed_in: dict[str, str]
) -> None:
    first = await client.post(PATH, json=ANSWER, headers=keyed(signed_in))
    again = await client.post(PATH, json=ANSWER, headers=keyed(signed_in))
    other = await client.post(
        PATH, json={**ANSWER, "message_to_consumer": "Autre"}, headers=keyed(signed_in)
    )

    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert other.status_code == 422
    assert len(await announced(parts, ReportAnswered)) == 1


async def test_an_answer_after_closing_is_refused(
    client: httpx.AsyncClient, parts: PortalParts, clock: FrozenClock, signed_in: dict[str, str]
) -> None:
    clock.advance(timedelta(days=27))
    await run_due_tasks(parts)
    signed_in = await sign_in(client)

    answer = await client.post(PATH, json=ANSWER, headers=keyed(signed_in))

    assert (answer.status_code, answer.json()["allowed"]) == (409, [])


async def test_an_answer_after_a_withdrawal_is_refused(
    client: httpx.AsyncClient, parts: PortalParts, signed_in: dict[str, str]
) -> None:
    await receive(parts, a_withdrawal())

    answer = await client.post(PATH, json=ANSWER, headers=keyed(signed_in))

    assert answer.status_code == 409


async def test_a_holder_that_is_not_concerned_sends_the_report_on(
    client: httpx.AsyncClient, parts: PortalParts, signed_in: dict[str, str]
) -> None:
    body = {**ANSWER, "kind": "not_concerned", "reason": "same_group"}

    answer = await client.post(PATH, json=body, headers=keyed(signed_in))

    assert (answer.status_code, answer.json()["status"]) == (201, "triage")
    (declined,) = await announced(parts, ReportDeclined)
    assert declined.reason.value == "same_group"
    assert await announced(parts, ReportAnswered) == []
    listed = (await client.get("/v1/reports", headers=signed_in)).json()["items"]
    assert [(item["status"], item["is_trace"]) for item in listed] == [("not_concerned", True)]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "promise", "reason": "homonym"},
        {"kind": "maybe"},
        {"reason": "because"},
        {"message_to_consumer": "   "},
        {"message_to_consumer": "x" * 10_001},
        {"message_to_consumer": "nul \x00"},
        {"message_to_consumer": 12},
        {"attachments": ["018f0000-0000-7000-8000-000000000001"]},
        {"surprise": True},
    ],
)
async def test_an_answer_that_makes_no_sense_changes_nothing(
    client: httpx.AsyncClient,
    parts: PortalParts,
    signed_in: dict[str, str],
    change: dict[str, Any],
) -> None:
    answer = await client.post(PATH, json={**ANSWER, **change}, headers=keyed(signed_in))

    assert answer.status_code == 422
    assert await announced(parts, ReportAnswered) == []


async def test_a_reason_of_another_family_names_the_right_ones(
    client: httpx.AsyncClient, signed_in: dict[str, str]
) -> None:
    body = {**ANSWER, "reason": "homonym"}

    answer = await client.post(PATH, json=body, headers=keyed(signed_in))

    assert answer.json()["type"] == "urn:vigie:problem:reason-outside-family"
    assert "refund_or_credit" in answer.json()["allowed"]


async def test_an_answer_needs_its_key(
    client: httpx.AsyncClient, signed_in: dict[str, str]
) -> None:
    assert (await client.post(PATH, json=ANSWER, headers=signed_in)).status_code == 400
