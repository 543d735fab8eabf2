"""The laboratory for programs: past reports judged again, for those entitled to know."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from joserfc.jwk import OKPKey

from common.agent_tokens import Agent
from common.contracts.report import Target
from common.messaging.subscription import Subscription
from common.testing.messaging import deliver
from common.values import Siret
from routing.domain.rules import Condition, Outcome, Rule
from routing.handlers.simulate_rules import SimulateRules, simulate_rules
from routing.jobs.rules import advance
from routing.parts import RoutingParts
from routing.store import Store
from tests.routing.agents import MARSEILLE, OPERATOR, PARIS, SUPERVISOR, bearer, publish_keys
from tests.routing.builders import about, at, erased, submitted
from tests.routing.rules import put_in_force
from tests.routing.town import BAKERY, GLACIER, MAIRIE, RAILWAY, siret

Listening = Sequence[Subscription[Store]]
SIMULATIONS = "/v1/rules/simulations"
MAY = {"begins_on": "2026-05-01", "ends_on": "2026-05-31"}
MONDAY = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
PAST: tuple[tuple[Target, str, int], ...] = (
    (at(siret(GLACIER)), "food", 0),
    (at(siret(GLACIER)), "toys", 0),
    (at(siret(GLACIER)), "toys", 7),
    (at(siret(BAKERY)), "food", 0),
    (at(siret(RAILWAY)), "toys", 0),
    (about("Zorglub", department="13"), "cars", 0),
    (about("Zorglub", department="13"), "toys", 40),
)


@pytest_asyncio.fixture
async def past(town: RoutingParts, listening: Listening, agents_key: OKPKey) -> RoutingParts:
    """Seven reports, the last one after the month of May."""
    await publish_keys(town, listening, agents_key)
    for number, (target, category, days) in enumerate(PAST, start=1):
        moment = MONDAY + timedelta(days=days)
        event = submitted(
            target,
            report_id=UUID(int=number),
            category=category,
            subcategories=(),
            submitted_at=moment,
        )
        await deliver(listening, town, event)
    return town


async def a_draft(parts: RoutingParts) -> int:
    """Toys go to the town hall: written, not in force."""
    toys = Condition(categories=frozenset({"toys"}))
    rule = Rule("Jouets", toys, Outcome.RECIPIENT, siret=Siret(siret(MAIRIE)))
    async with parts.open_store() as store:
        return (await store.rules.add((rule,), author="agent/test", note="x")).version


class Laboratory:
    """Somebody who asks for simulations and reads them."""

    def __init__(self, client: httpx.AsyncClient, parts: RoutingParts, key: OKPKey) -> None:
        self._client, self._parts, self._key = client, parts, key
        self._asked = 0

    async def ask(self, agent: Agent = SUPERVISOR, **body: Any) -> httpx.Response:
        self._asked += 1
        key = {"idempotency-key": f"simulation-number-{self._asked}"}
        headers = bearer(self._parts, self._key, agent) | key
        return await self._client.post(SIMULATIONS, json=MAY | body, headers=headers)

    async def read(self, path: str, agent: Agent = SUPERVISOR) -> httpx.Response:
        headers = bearer(self._parts, self._key, agent)
        return await self._client.get(f"{SIMULATIONS}/{path}", headers=headers)


@pytest.fixture
def laboratory(past: RoutingParts, client: httpx.AsyncClient, agents_key: OKPKey) -> Laboratory:
    return Laboratory(client, past, agents_key)


async def test_the_difference_is_told_exactly_per_recipient_and_week(
    past: RoutingParts, laboratory: Laboratory
) -> None:
    answer = await laboratory.ask(version=await a_draft(past))
    assert answer.status_code == 201
    made = answer.json()
    assert (made["total"], made["done"], made["base"]) == (6, 6, 1)
    assert made["finished_at"] is not None
    counts = made["counts"]
    assert (counts["changed"], counts["other_recipient"]) == (3, 3)
    assert counts["after_uncovered"] == 1
    assert made["rules"] == {"Jouets": 3}
    assert made["uncovered"] == [{"category": "cars", "target": "company", "reports": 1}]
    items = (await laboratory.read(f"{made['id']}/recipients")).json()["items"]
    told = {
        one["siret"]: (one["before"], one["after"], one["gained"], one["lost"]) for one in items
    }
    assert told == {
        siret(MAIRIE): (0, 3, 3, 0),
        siret(GLACIER): (3, 1, 0, 2),
        siret(RAILWAY): (1, 0, 0, 1),
        siret(BAKERY): (1, 1, 0, 0),
    }
    assert items[0]["siret"] == siret(MAIRIE)
    assert items[0]["weeks"] == [
        {"week": "2026-05-04", "before": 0, "after": 2},
        {"week": "2026-05-11", "before": 0, "after": 1},
    ]


async def test_recipients_come_page_by_page(past: RoutingParts, laboratory: Laboratory) -> None:
    made = (await laboratory.ask(version=await a_draft(past))).json()
    first = (await laboratory.read(f"{made['id']}/recipients?limit=3")).json()
    second = (
        await laboratory.read(f"{made['id']}/recipients?limit=3&cursor={first['next']}")
    ).json()
    assert len(first["items"]) == 3
    assert [one["siret"] for one in second["items"]] == [siret(BAKERY)]
    assert (
        await laboratory.read(f"{made['id']}/recipients?cursor=WyJhIiwiYiJd")
    ).status_code == 422


async def test_an_agent_sees_what_changes_in_their_territory(
    past: RoutingParts, laboratory: Laboratory
) -> None:
    version = await a_draft(past)
    made = (await laboratory.ask(MARSEILLE, version=version)).json()
    assert (made["total"], made["departments"]) == (5, ["13"])
    items = (await laboratory.read(f"{made['id']}/recipients", MARSEILLE)).json()["items"]
    assert siret(RAILWAY) not in {one["siret"] for one in items}
    assert (await laboratory.ask(PARIS, version=version)).json()["total"] == 0


@pytest.mark.parametrize(("agent", "status"), [(PARIS, 404), (SUPERVISOR, 200), (OPERATOR, 403)])
async def test_a_simulation_exists_for_who_asked_and_for_supervisors(
    past: RoutingParts, laboratory: Laboratory, agent: Agent, status: int
) -> None:
    made = (await laboratory.ask(MARSEILLE, version=await a_draft(past))).json()
    assert (await laboratory.read(made["id"], agent)).status_code == status
    assert (await laboratory.read(f"{made['id']}/recipients", agent)).status_code == status


async def test_two_versions_may_be_compared_whichever_is_in_force(
    past: RoutingParts, laboratory: Laboratory
) -> None:
    version = await a_draft(past)
    await put_in_force(past)
    forth = (await laboratory.ask(version=version, base=1)).json()["counts"]
    back = (await laboratory.ask(version=1, base=version)).json()["counts"]
    assert forth["changed"] == back["changed"] == 3


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"version": 99}, 404),
        ({"base": 99}, 404),
        ({"begins_on": "2026-06-01"}, 422),
        ({"begins_on": "2020-01-01"}, 422),
        ({"begins_on": "someday"}, 422),
        ({"version": 2**40}, 422),
    ],
)
async def test_what_cannot_be_simulated_is_refused(
    laboratory: Laboratory, changes: dict[str, Any], status: int
) -> None:
    assert (await laboratory.ask(**{"version": 1} | changes)).status_code == status


async def test_a_large_one_is_done_by_the_worker_batch_by_batch(
    past: RoutingParts, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("routing.handlers.simulate_rules.BATCH", 4)
    month = (date(2026, 5, 1), date(2026, 5, 31))
    command = SimulateRules(await a_draft(past), *month, SUPERVISOR)
    async with past.open_store() as store:
        asked = await simulate_rules(command, store, at_once=5)
    assert (asked.done, asked.finished_at) == (0, None)
    assert await advance(past) == 4
    halfway = (await laboratory.read(str(asked.id))).json()
    assert (halfway["done"], halfway["finished_at"]) == (4, None)
    while await advance(past):
        pass
    whole = (await laboratory.read(str(asked.id))).json()
    assert (whole["done"], whole["counts"]["changed"]) == (6, 3)
    at_once = (await laboratory.ask(version=asked.version)).json()
    for told in ("counts", "rules", "uncovered"):
        assert at_once[told] == whole[told]


async def test_what_was_erased_is_replayed_no_more(
    past: RoutingParts, listening: Listening, laboratory: Laboratory
) -> None:
    event = erased().model_copy(update={"report_id": UUID(int=1)})
    await deliver(listening, past, event)
    assert (await laboratory.ask(version=1)).json()["total"] == 5


async def test_strangers_simulate_nothing(past: RoutingParts, client: httpx.AsyncClient) -> None:
    del past
    assert (await client.post(SIMULATIONS, json={})).status_code in {401, 422}
    assert (await client.get(f"{SIMULATIONS}/{UUID(int=1)}")).status_code == 401
