"""Filing a report over HTTP."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from common.testing.clock import FrozenClock
from common.testing.outbox import outbox
from intake.parts import IntakeParts
from intake.store.tables import ReportRow
from tests.intake.world import EMAIL, a_body, a_proof

KEY = {"Idempotency-Key": "a-key-of-the-test-0001"}
PROBLEM = "urn:vigie:problem:"


async def test_an_accepted_report_has_a_reference_and_a_tracking_link(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    response = await client.post("/v1/reports", json=a_body(await a_proof(parts)), headers=KEY)
    assert response.status_code == 201, response.text
    body = response.json()
    assert body["status"] == "submitted"
    assert body["tracking_url"].startswith("http://testserver/tracking#")
    topics = [envelope.topic for envelope in await outbox(parts.ground)]
    assert topics[1:] == [
        "intake.consumer_identified.v1",
        "intake.identity_shared.v1",
        "intake.report_submitted.v1",
    ]


async def test_the_same_request_again_is_the_same_report(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    body = a_body(await a_proof(parts), share_identity=False)
    first = await client.post("/v1/reports", json=body, headers=KEY)
    again = await client.post("/v1/reports", json=body, headers=KEY)
    assert (again.status_code, again.json()) == (201, first.json())
    assert len(await outbox(parts.ground)) == 3


async def test_the_same_key_with_another_body_is_refused(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    proof = await a_proof(parts)
    await client.post("/v1/reports", json=a_body(proof), headers=KEY)
    other = a_body(proof, description="Une tout autre histoire.")
    response = await client.post("/v1/reports", json=other, headers=KEY)
    assert response.status_code == 422
    assert response.json()["type"] == PROBLEM + "idempotency-key-reused"


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "short"}])
async def test_a_key_is_needed(
    client: httpx.AsyncClient, parts: IntakeParts, headers: dict[str, str]
) -> None:
    body = a_body(await a_proof(parts))
    response = await client.post("/v1/reports", json=body, headers=headers)
    assert response.status_code == 400


async def test_a_refused_request_may_be_corrected_under_its_key(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    proof = await a_proof(parts)
    wrong = a_body(proof, observed_on="2999-01-01")
    assert (await client.post("/v1/reports", json=wrong, headers=KEY)).status_code == 422
    right = await client.post("/v1/reports", json=a_body(proof), headers=KEY)
    assert right.status_code == 201


SIRET = {"kind": "siret", "siret": "35600000000048"}


@pytest.mark.parametrize(
    ("changes", "status", "slug"),
    [
        ({"category": "nothing"}, 422, "unknown-category"),
        ({"subcategories": []}, 422, "category-not-precise"),
        ({"subcategories": ["prices", "no_price", "deeper"]}, 422, "unknown-category"),
        ({"subcategories": ["private_seller"]}, 409, "category-only-informs"),
        ({"answers": [{"question": "x", "value": "y"}]}, 422, "invalid-answers"),
        ({"answers": [{"question": "x", "value": 3}]}, 422, "invalid-request"),
        ({"observed_on": "2999-01-01"}, 422, "invalid-report"),
        ({"observed_on": "1999-01-01"}, 422, "invalid-report"),
        ({"observed_on": "yesterday"}, 422, "invalid-request"),
        ({"observed_on": 20260503}, 422, "invalid-request"),
        ({"description": "a\u0000b c d e f g h i"}, 422, "invalid-request"),
        ({"description": "court"}, 422, "invalid-report"),
        ({"description": "x" * 5001}, 422, "invalid-request"),
        ({"target": {"kind": "siret", "siret": "1" * 14}}, 422, "invalid-target"),
        ({"target": {"kind": "siret", "siret": "0" * 14}}, 422, "invalid-target"),
        ({"target": {"kind": "nothing"}}, 422, "invalid-request"),
        ({"target": {**SIRET, "more": 1}}, 422, "invalid-request"),
        ({"target": {"kind": "place", "commune": "75056"}}, 422, "invalid-target"),
        ({"share_identity": "yes"}, 422, "invalid-request"),
        ({"wish": "revenge"}, 422, "invalid-request"),
        ({"wish": "advice"}, 422, "invalid-report"),
        ({"lang": "de"}, 422, "invalid-request"),
        ({"attachments": ["not-an-id"]}, 422, "invalid-request"),
        (
            {"attachments": ["00000000-0000-4000-8000-000000000001"]},
            422,
            "attachment-refused",
        ),
        ({"unknown_field": 1}, 422, "invalid-request"),
    ],
)
async def test_a_wrong_report_is_refused_by_name_and_changes_nothing(
    client: httpx.AsyncClient,
    parts: IntakeParts,
    changes: dict[str, Any],
    status: int,
    slug: str,
) -> None:
    body = a_body(await a_proof(parts), **changes)
    response = await client.post("/v1/reports", json=body, headers=KEY)
    assert (response.status_code, response.json()["type"]) == (status, PROBLEM + slug)
    assert "Traceback" not in response.text
    assert len(await outbox(parts.ground)) == 1


@pytest.mark.parametrize(
    ("changes", "slug"),
    [
        ({"proof": "x" * 43}, "email-proof-refused"),
        ({"email": "other@example.org"}, "email-proof-refused"),
        ({"first_name": "R2D2"}, "invalid-contact"),
        ({"phone": "12"}, "invalid-contact"),
        ({"email": "a@b.fr\r\nBcc: c@d.fr"}, "invalid-request"),
    ],
)
async def test_a_wrong_person_is_refused_without_an_echo(
    client: httpx.AsyncClient, parts: IntakeParts, changes: dict[str, str], slug: str
) -> None:
    body = a_body(await a_proof(parts))
    body["consumer"] |= changes
    response = await client.post("/v1/reports", json=body, headers=KEY)
    assert (response.status_code, response.json()["type"]) == (422, PROBLEM + slug)
    assert not any(value in response.text for value in changes.values())
    assert EMAIL not in response.text


async def test_a_second_report_of_the_day_names_the_first(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    body = a_body(await a_proof(parts))
    first = await client.post("/v1/reports", json=body, headers=KEY)
    other = {"Idempotency-Key": "another-key-of-test-0002"}
    second = await client.post("/v1/reports", json=body, headers=other)
    assert second.status_code == 409
    assert second.json()["earlier_references"] == [first.json()["reference"]]


async def test_refusals_speak_the_language_asked_for(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    body = a_body(await a_proof(parts), subcategories=["private_seller"])
    english = KEY | {"Accept-Language": "en"}
    response = await client.post("/v1/reports", json=body, headers=english)
    assert response.json()["title"] == "No report is taken here"
    assert response.json()["links"] == ["https://www.conciliateurs.fr/"]


async def test_a_report_keeps_the_version_of_the_tree_that_it_names(
    client: httpx.AsyncClient, parts: IntakeParts, clock: FrozenClock
) -> None:
    clock.set(datetime(2026, 8, 12, tzinfo=UTC))
    path = {"category": "canvassing", "subcategories": ["phone", "despite_bloctel"], "answers": []}
    body = a_body(await a_proof(parts), **path, observed_on="2026-08-10")
    unnamed = await client.post("/v1/reports", json=body, headers=KEY)
    coming = await client.post(
        "/v1/reports", json=body | {"tree_version": 3}, headers={"Idempotency-Key": "k" * 20}
    )
    named = await client.post(
        "/v1/reports", json=body | {"tree_version": 1}, headers={"Idempotency-Key": "l" * 20}
    )
    assert unnamed.json()["type"] == PROBLEM + "unknown-category"
    assert coming.json()["type"] == PROBLEM + "unknown-tree-version"
    assert named.status_code == 201, named.text
    async with parts.open_store() as store:
        kept = await (await store.connection()).scalar(select(ReportRow.tree_version))
    assert kept == 1
