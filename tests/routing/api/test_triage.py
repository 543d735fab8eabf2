"""The triage desk for programs: who may see which report, and choose its recipient."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from joserfc.jwk import OKPKey
from sqlalchemy import select

from common.agent_tokens import Agent
from common.db.plumbing import AuditRow
from common.messaging.subscription import Subscription
from common.testing.clock import FrozenClock
from common.testing.messaging import deliver
from routing.parts import RoutingParts
from routing.store import Store
from tests.routing.agents import (
    MARSEILLE,
    OPERATOR,
    PARIS,
    SUPERVISOR,
    a_token,
    bearer,
    publish_keys,
)
from tests.routing.builders import REPORT, STORY, about, submitted
from tests.routing.town import CLOSED, COMMERCE_1, COMMERCE_2, GLACIER, siret

Listening = Sequence[Subscription[Store]]
QUEUE = "/v1/triage"
ONE = f"{QUEUE}/{REPORT}"
RESOLUTION = f"{ONE}/resolution"


@pytest_asyncio.fixture
async def desk(town: RoutingParts, listening: Listening, agents_key: OKPKey) -> RoutingParts:
    """One report waits in the Bouches-du-Rhône, another somewhere unknown."""
    await publish_keys(town, listening, agents_key)
    target = about("Bar du Commerce", postal_code="13260")
    await deliver(listening, town, submitted(target))
    nowhere = submitted(about("Zorglub"), report_id=UUID(int=99))
    await deliver(listening, town, nowhere)
    return town


async def test_the_queue_tells_what_waits_and_why(
    desk: RoutingParts, client: httpx.AsyncClient, agents_key: OKPKey
) -> None:
    answer = await client.get(QUEUE, headers=bearer(desk, agents_key))
    (item,) = answer.json()["items"]
    assert (item["report_id"], item["reason"]) == (str(REPORT), "several_matches")
    assert item["department"] == "13"
    assert "agent" in item["explanation_fr"]
    assert STORY not in answer.text


@pytest.mark.parametrize(("agent", "count"), [(MARSEILLE, 1), (PARIS, 0), (SUPERVISOR, 2)])
async def test_each_sees_the_queue_of_their_territory(
    desk: RoutingParts, client: httpx.AsyncClient, agents_key: OKPKey, agent: Agent, count: int
) -> None:
    answer = await client.get(QUEUE, headers=bearer(desk, agents_key, agent))
    assert len(answer.json()["items"]) == count


async def test_the_queue_comes_page_by_page(
    desk: RoutingParts, client: httpx.AsyncClient, agents_key: OKPKey
) -> None:
    headers = bearer(desk, agents_key, SUPERVISOR)
    first = (await client.get(QUEUE, params={"limit": "1"}, headers=headers)).json()
    params = {"limit": "1", "cursor": first["next"]}
    second = (await client.get(QUEUE, params=params, headers=headers)).json()
    seen = {page["items"][0]["report_id"] for page in (first, second)}
    assert seen == {str(REPORT), str(UUID(int=99))}
    assert second["next"] is None
    bad = await client.get(QUEUE, params={"cursor": "WyJhIiwiYiJd"}, headers=headers)
    assert bad.status_code == 422


async def test_one_report_is_told_whole_and_the_reading_is_on_record(
    desk: RoutingParts, client: httpx.AsyncClient, agents_key: OKPKey
) -> None:
    report = (await client.get(ONE, headers=bearer(desk, agents_key))).json()
    assert report["description"] == STORY
    suggested = {one["establishment"]["siret"] for one in report["suggestions"]}
    assert suggested == {siret(COMMERCE_1), siret(COMMERCE_2)}
    (decision,) = report["decisions"]
    assert (decision["version"], decision["mode"]) == (1, "several_matches")
    assert {one["siret"] for one in decision["candidates"]} >= suggested
    assert decision["evidence"]["filters"] == {"postal_code": "13260"}
    async with desk.open_store() as store:
        actors = await (await store.connection()).scalars(
            select(AuditRow.actor).where(AuditRow.action == "report_read")
        )
    assert actors.all() == [f"agent/{MARSEILLE.id}"]


async def test_an_agent_chooses_once(
    desk: RoutingParts, client: httpx.AsyncClient, agents_key: OKPKey
) -> None:
    headers = bearer(desk, agents_key)
    body = {"siret": siret(COMMERCE_1)}
    first = await client.post(RESOLUTION, json=body, headers=headers)
    assert first.json() == {"report_id": str(REPORT), "siret": siret(COMMERCE_1), "version": 2}
    again = await client.post(RESOLUTION, json=body, headers=headers)
    assert again.status_code == 409
    assert again.json()["type"] == "urn:vigie:problem:already-resolved"
    assert (await client.get(ONE, headers=headers)).status_code == 404


@pytest.mark.parametrize(
    ("number", "status"),
    [(siret(CLOSED), 409), ("40293037400010", 422), ("05980665300017", 422), ("", 422)],
)
async def test_a_choice_that_cannot_be_is_refused_and_changes_nothing(
    desk: RoutingParts, client: httpx.AsyncClient, agents_key: OKPKey, number: str, status: int
) -> None:
    headers = bearer(desk, agents_key)
    answer = await client.post(RESOLUTION, json={"siret": number}, headers=headers)
    assert answer.status_code == status
    assert (await client.get(ONE, headers=headers)).status_code == 200


@pytest.mark.parametrize(("agent", "status"), [(PARIS, 404), (SUPERVISOR, 200), (OPERATOR, 403)])
async def test_a_report_exists_only_for_those_entitled_to_it(
    desk: RoutingParts, client: httpx.AsyncClient, agents_key: OKPKey, agent: Agent, status: int
) -> None:
    headers = bearer(desk, agents_key, agent)
    assert (await client.get(ONE, headers=headers)).status_code == status
    body = {"siret": siret(GLACIER)}
    assert (await client.post(RESOLUTION, json=body, headers=headers)).status_code == status


async def test_without_a_good_token_there_is_no_desk(
    desk: RoutingParts, client: httpx.AsyncClient, agents_key: OKPKey, clock: FrozenClock
) -> None:
    forged = OKPKey.generate_key("Ed25519", {"kid": "2026-05"})
    tokens = [
        "",
        "nonsense",
        a_token(desk, forged),
        a_token(desk, agents_key, audience="agent-analytics"),
    ]
    stale = a_token(desk, agents_key)
    clock.advance(timedelta(minutes=11))
    for token in (*tokens, stale):
        headers = {"authorization": f"Bearer {token}"}
        answer = await client.get(QUEUE, headers=headers)
        assert answer.status_code == 401, token
        assert answer.headers["www-authenticate"] == "Bearer"
    assert (await client.get(QUEUE)).status_code == 401
