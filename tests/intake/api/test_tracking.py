"""Following a report over HTTP."""

from uuid import UUID

import httpx

from common.contracts.intake import RecipientNamed
from common.http.sessions import csrf_token
from common.testing.clock import FrozenClock
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from intake.consumers import subscriptions
from intake.handlers.submit_report import AcceptedReport
from intake.parts import IntakeParts
from tests.intake import events
from tests.intake.handlers.files import announce, upload
from tests.intake.world import a_submitted_report


async def follow(client: httpx.AsyncClient, accepted: AcceptedReport) -> dict[str, str]:
    """The header of a tracking session; its cookie is thrown away."""
    response = await client.post("/v1/tracking-sessions", json={"secret": accepted.secret})
    assert response.status_code == 201
    client.cookies.clear()
    return {"Authorization": f"Bearer {response.json()['token']}"}


async def answer(parts: IntakeParts, report_id: UUID) -> None:
    for event in events.a_life(report_id):
        await deliver(subscriptions(parts), parts, event)


async def test_the_secret_opens_the_report_for_an_hour(
    client: httpx.AsyncClient, parts: IntakeParts, clock: FrozenClock
) -> None:
    session = await follow(client, await a_submitted_report(parts))
    assert (await client.get("/v1/tracking/report", headers=session)).status_code == 200
    clock.advance(events.at(1) - events.START)
    expired = await client.get("/v1/tracking/report", headers=session)
    assert expired.status_code == 401
    assert expired.headers["www-authenticate"] == "Bearer"


async def test_a_wrong_secret_opens_nothing(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/tracking-sessions", json={"secret": "x" * 43})
    assert response.status_code == 404
    assert (await client.get("/v1/tracking/report")).status_code == 401


async def test_the_report_is_told_in_its_language_or_the_one_asked_for(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts, lang="en")
    session = await follow(client, accepted)
    body = (await client.get("/v1/tracking/report", headers=session)).json()
    assert body["reference"] == accepted.reference
    assert body["status_label"] == "Received"
    assert body["actions"] == ["attachments", "erasure", "withdrawal"]
    assert [moment["event"] for moment in body["timeline"]] == ["submitted"]
    french = await client.get("/v1/tracking/report?lang=fr", headers=session)
    assert french.json()["status_label"] == "Reçu"


async def test_the_holder_and_its_deadline_are_told_with_the_reason(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    await deliver(subscriptions(parts), parts, events.opened(accepted.id))
    session = await follow(client, accepted)
    body = (await client.get("/v1/tracking/report", headers=session)).json()
    assert body["status"] == "waiting"
    assert body["holder"]["name"] == "La Poste"
    assert body["holder"]["deadline_on"] == "2026-07-03"
    assert body["holder"]["deadline_reason"] == "Soixante jours."


async def test_the_answer_is_read_and_rated(client: httpx.AsyncClient, parts: IntakeParts) -> None:
    accepted = await a_submitted_report(parts)
    session = await follow(client, accepted)
    early = await client.post(
        "/v1/tracking/report/review", json={"rating": "positive"}, headers=session
    )
    assert early.status_code == 409
    assert early.json()["allowed"] == ["promised", "unfounded"]
    await answer(parts, accepted.id)
    rated = await client.post(
        "/v1/tracking/report/review",
        json={"rating": "negative", "comment": "Trop tard."},
        headers=session,
    )
    assert rated.status_code == 200
    assert rated.json()["answer"]["message"] == "Nous vous remboursons."
    assert rated.json()["review"]["comment"] == "Trop tard."


async def test_a_report_is_withdrawn_while_it_is_open(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    session = await follow(client, await a_submitted_report(parts))
    withdrawn = await client.post("/v1/tracking/report/withdrawal", headers=session)
    assert withdrawn.json()["status"] == "withdrawn"
    again = await client.post("/v1/tracking/report/withdrawal", headers=session)
    assert again.status_code == 409


async def test_an_erased_report_is_gone_for_good(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    session = await follow(client, accepted)
    erased = await client.post("/v1/tracking/report/erasure", headers=session)
    assert erased.status_code == 202
    assert (await client.get("/v1/tracking/report", headers=session)).status_code == 401
    opened = await client.post("/v1/tracking-sessions", json={"secret": accepted.secret})
    assert opened.status_code == 410


async def test_a_cookie_alone_changes_nothing(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    response = await client.post("/v1/tracking-sessions", json={"secret": accepted.secret})
    token = response.json()["token"]
    assert (await client.get("/v1/tracking/report")).status_code == 200
    assert (await client.post("/v1/tracking/report/withdrawal")).status_code == 403
    forged = {"X-CSRF-Token": csrf_token(token), "Origin": "https://elsewhere.example"}
    refused = await client.post("/v1/tracking/report/withdrawal", headers=forged)
    assert refused.status_code == 403
    own = {"X-CSRF-Token": csrf_token(token)}
    assert (await client.post("/v1/tracking/report/withdrawal", headers=own)).status_code == 200


async def test_the_one_question_is_answered_once(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    session = await follow(client, accepted)
    path = "/v1/tracking/report/redirection"
    body = {"siret": events.RECIPIENT.siret}
    assert (await client.post(path, json=body, headers=session)).status_code == 409
    await deliver(subscriptions(parts), parts, events.asked(accepted.id))
    asked = (await client.get("/v1/tracking/report", headers=session)).json()
    assert [one["siret"] for one in asked["choices"]] == [
        events.RECIPIENT.siret,
        events.OTHER_SIRET,
    ]
    assert "redirection" in asked["actions"]
    wrong = await client.post(path, json={"siret": "12345678901234"}, headers=session)
    assert wrong.status_code == 422
    told = await client.post(path, json=body, headers=session)
    assert told.status_code == 200
    assert told.json()["choices"] == []
    assert "named" in {moment["event"] for moment in told.json()["timeline"]}
    (named,) = [
        envelope.event
        for envelope in await outbox(parts.ground)
        if isinstance(envelope.event, RecipientNamed)
    ]
    assert (named.siret, named.report_id) == (events.RECIPIENT.siret, accepted.id)


async def test_a_newer_doubt_asks_again_and_a_recipient_ends_the_question(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    session = await follow(client, accepted)
    await deliver(subscriptions(parts), parts, events.asked(accepted.id))
    body = {"siret": events.RECIPIENT.siret}
    await client.post("/v1/tracking/report/redirection", json=body, headers=session)
    await deliver(subscriptions(parts), parts, events.asked(accepted.id, version=2))
    again = (await client.get("/v1/tracking/report", headers=session)).json()
    assert len(again["choices"]) == 2
    await deliver(subscriptions(parts), parts, events.routed(accepted.id, version=3))
    ended = (await client.get("/v1/tracking/report", headers=session)).json()
    assert ended["choices"] == []


async def test_the_question_is_shown_and_replied_to_once(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    session = await follow(client, accepted)
    keyed = session | {"Idempotency-Key": "message-key-00000001"}
    path, body = "/v1/tracking/report/messages", {"text": "Un lundi."}
    early = await client.post(path, json=body, headers=keyed)
    assert early.status_code == 409
    for tell in (events.opened, events.read, events.questioned):
        event = tell(accepted.id)
        await deliver(subscriptions(parts), parts, event)
    asked = (await client.get("/v1/tracking/report", headers=session)).json()
    assert asked["question"]["text"] == "Quel jour était-ce ?"
    assert "messages" in asked["actions"]
    replied = await client.post(path, json=body, headers=keyed)
    again = await client.post(path, json=body, headers=keyed)
    assert (replied.status_code, again.json()) == (201, replied.json())
    assert replied.json()["question"] is None
    assert len(replied.json()["messages"]) == 2
    for bad in ({"text": ""}, {"text": "x" * 2001}, {}):
        assert (await client.post(path, json=bad, headers=keyed)).status_code == 422


async def test_whether_the_promise_was_kept_is_told(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    session = await follow(client, accepted)
    path, body = "/v1/tracking/report/promise-review", {"outcome": "not_kept", "comment": "Rien."}
    assert (await client.post(path, json=body, headers=session)).status_code == 409
    await answer(parts, accepted.id)
    told = await client.post(path, json=body, headers=session)
    assert told.status_code == 200
    assert told.json()["promise_review"]["outcome"] == "not_kept"
    again = await client.post(path, json={"outcome": "kept"}, headers=session)
    assert again.json()["promise_review"]["outcome"] == "kept"
    for bad in ({}, {"outcome": "perhaps"}, {"outcome": "kept", "comment": "x" * 2001}):
        assert (await client.post(path, json=bad, headers=session)).status_code == 422


async def test_files_are_added_while_the_report_is_open(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    session = await follow(client, await a_submitted_report(parts))
    keyed = session | {"Idempotency-Key": "files-key-0000000001"}
    path = "/v1/tracking/report/attachments"
    nothing: list[str] = []
    for bad in (nothing, [str(UUID(int=1))], ["x"]):
        refused = await client.post(path, json={"attachments": bad}, headers=keyed)
        assert refused.status_code == 422
    announced = await announce(parts)
    await upload(parts, announced)
    added = await client.post(path, json={"attachments": [str(announced.key)]}, headers=keyed)
    again = await client.post(path, json={"attachments": [str(announced.key)]}, headers=keyed)
    assert (added.status_code, again.json()) == (201, added.json())
    assert [file["state"] for file in added.json()["attachments"]] == ["uploaded"]
