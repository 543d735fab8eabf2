"""The rules for programs: who may write them, what is refused, what is in force and when."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from joserfc.jwk import OKPKey

from common.agent_tokens import Agent
from common.contracts.routing import RulesActivated
from common.messaging.subscription import Subscription
from common.testing.clock import FrozenClock
from common.testing.outbox import outbox
from routing.jobs.rules import announce_rules
from routing.parts import RoutingParts
from routing.store import Store
from tests.routing.agents import MARSEILLE, OPERATOR, SUPERVISOR, bearer, publish_keys
from tests.routing.town import CLOSED, MAIRIE, siret

Listening = Sequence[Subscription[Store]]
RULES = "/v1/rules"
TOYS = {"name": "Jouets", "when": {"categories": ["toys"]}, "outcome": "triage"}


@pytest_asyncio.fixture
async def house(parts: RoutingParts, listening: Listening, agents_key: OKPKey) -> RoutingParts:
    await publish_keys(parts, listening, agents_key)
    return parts


class Desk:
    """A supervisor, or another, who speaks to the API."""

    def __init__(self, client: httpx.AsyncClient, parts: RoutingParts, key: OKPKey) -> None:
        self._client, self._parts, self._key = client, parts, key
        self._letters = iter("abcdefghijklmnopqrstuvwxyz")

    def headers(self, agent: Agent) -> dict[str, str]:
        return bearer(self._parts, self._key, agent)

    async def get(self, path: str = "", agent: Agent = SUPERVISOR) -> httpx.Response:
        return await self._client.get(f"{RULES}{path}", headers=self.headers(agent))

    async def post(
        self, path: str, body: dict[str, Any], agent: Agent = SUPERVISOR, key: str | None = None
    ) -> httpx.Response:
        made = {"idempotency-key": key or f"{next(self._letters)}-a-key-of-its-own"}
        headers = self.headers(agent) | made
        return await self._client.post(f"{RULES}{path}", json=body, headers=headers)

    async def write(self, *rules: dict[str, Any]) -> int:
        answer = await self.post("", {"rules": list(rules), "note": "Pour l’essai."})
        assert answer.status_code == 201, answer.text
        return int(answer.json()["version"])


@pytest.fixture
def desk(house: RoutingParts, client: httpx.AsyncClient, agents_key: OKPKey) -> Desk:
    return Desk(client, house, agents_key)


async def test_the_first_version_is_in_force_and_says_why(desk: Desk) -> None:
    page = (await desk.get(agent=MARSEILLE)).json()
    assert page["in_force"] == 1
    (item,) = page["items"]
    assert (item["version"], item["standing"], item["rule_count"]) == (1, "in_force", 3)
    rules = (await desk.get("/1", agent=MARSEILLE)).json()["rules"]
    assert [one["reason"] for one in rules] == ["hidden_tag", "foreign_company", "advice_wished"]


async def test_a_version_is_a_draft_until_it_is_put_in_force(desk: Desk) -> None:
    answer = await desk.post("", {"rules": [TOYS], "note": "Essai", "based_on": 1})
    assert (answer.status_code, answer.headers["location"]) == (201, "/v1/rules/2")
    written = answer.json()
    assert (written["standing"], written["based_on"]) == ("draft", 1)
    assert written["author"] == f"agent/{SUPERVISOR.id}"
    assert (await desk.get()).json()["in_force"] == 1


async def test_the_same_key_writes_one_version(desk: Desk) -> None:
    body = {"rules": [TOYS], "note": "Essai"}
    first, second = [await desk.post("", body, key="the-same-key-twice") for _ in range(2)]
    assert first.json() == second.json()
    assert len((await desk.get()).json()["items"]) == 2


@pytest.mark.parametrize(("agent", "status"), [(MARSEILLE, 403), (OPERATOR, 403)])
async def test_only_supervisors_write_and_put_in_force(
    desk: Desk, agent: Agent, status: int
) -> None:
    version = await desk.write(TOYS)
    body = {"rules": [TOYS], "note": "Essai"}
    assert (await desk.post("", body, agent)).status_code == status
    activation = await desk.post(f"/{version}/activation", {}, agent)
    assert activation.status_code == status
    again = await desk.post("/1/restoration", {"note": "retour"}, agent)
    assert again.status_code == status
    assert (await desk.get()).json()["in_force"] == 1


async def test_operators_and_strangers_read_no_rules(desk: Desk, client: httpx.AsyncClient) -> None:
    assert (await desk.get(agent=OPERATOR)).status_code == 403
    assert (await client.get(RULES)).status_code == 401
    assert (await client.get(f"{RULES}/1")).status_code == 401


@pytest.mark.parametrize(
    "rule",
    [
        {"name": "x", "outcome": "recipient", "siret": "21130022300017"},
        {"name": "x", "outcome": "recipient"},
        {"name": "x", "outcome": "withhold"},
        {"name": "x", "when": {"departments": ["00"]}},
        {"name": ""},
        {"name": "x", "unknown": 1},
        {"name": "x", "outcome": "burn"},
    ],
)
async def test_rules_that_cannot_be_are_refused_and_nothing_is_kept(
    desk: Desk, rule: dict[str, Any]
) -> None:
    answer = await desk.post("", {"rules": [rule], "note": "Essai"})
    assert answer.status_code == 422
    assert len((await desk.get()).json()["items"]) == 1


async def test_a_fault_is_told_with_its_rule_and_field(desk: Desk) -> None:
    bad = {"name": "x", "outcome": "recipient", "siret": "123"}
    answer = (await desk.post("", {"rules": [TOYS, bad], "note": "Essai"})).json()
    assert answer["type"] == "urn:vigie:problem:invalid-rules"
    assert answer["faults"] == [{"rule": 1, "field": "siret", "fault": "bad_siret", "value": "123"}]
    assert "Règle 2" in answer["detail"]


async def test_what_is_odd_is_told_beside_the_rules(town: RoutingParts, desk: Desk) -> None:
    del town
    shadowed = TOYS | {"name": "Encore"}
    closed = {"name": "Fermé", "outcome": "recipient", "siret": siret(CLOSED)}
    version = await desk.write(TOYS, shadowed, closed)
    cautions = (await desk.get(f"/{version}")).json()["cautions"]
    assert [(one["rule"], one["kind"]) for one in cautions] == [
        (0, "unseen_category"),
        (1, "shadowed"),
        (1, "unseen_category"),
        (2, "closed_recipient"),
    ]
    assert "Jouets" in cautions[1]["message_fr"]


async def test_a_version_put_in_force_at_once_is_announced(desk: Desk, house: RoutingParts) -> None:
    version = await desk.write(TOYS)
    answer = await desk.post(f"/{version}/activation", {})
    assert answer.status_code == 200
    assert (await desk.get()).json()["in_force"] == version
    (envelope,) = await outbox(house.ground)
    event = envelope.event
    assert isinstance(event, RulesActivated)
    assert (event.version, event.rule_names, event.restores) == (version, ("Jouets",), None)
    assert event.activated_by == f"agent/{SUPERVISOR.id}"


async def test_a_version_of_a_day_to_come_begins_at_midnight_in_paris(
    desk: Desk, house: RoutingParts, clock: FrozenClock
) -> None:
    version = await desk.write(TOYS)
    answer = await desk.post(f"/{version}/activation", {"effective_on": "2026-05-11"})
    assert answer.json()["effective_from"] == "2026-05-10T22:00:00Z"
    assert (await desk.get(f"/{version}")).json()["standing"] == "scheduled"
    assert await announce_rules(house) == 0
    clock.advance(timedelta(days=6, hours=12))
    assert (await desk.get()).json()["in_force"] == version
    assert [await announce_rules(house) for _ in range(2)] == [1, 0]
    assert [envelope.event.topic for envelope in await outbox(house.ground)] == [
        RulesActivated.topic
    ]


async def test_the_past_is_not_judged_again(desk: Desk) -> None:
    version = await desk.write(TOYS)
    answer = await desk.post(f"/{version}/activation", {"effective_on": "2026-05-03"})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:vigie:problem:day-gone")
    assert (await desk.get(f"/{version}")).json()["standing"] == "draft"


async def test_what_is_in_force_is_not_put_in_force_twice(desk: Desk) -> None:
    assert (await desk.post("/1/activation", {})).status_code == 409
    assert (await desk.post("/1/restoration", {"note": "retour"})).status_code == 409


async def test_a_rollback_is_a_new_version_with_the_earlier_rules(
    desk: Desk, house: RoutingParts, clock: FrozenClock
) -> None:
    version = await desk.write(TOYS)
    await desk.post(f"/{version}/activation", {})
    clock.advance(timedelta(hours=1))
    answer = await desk.post("/1/restoration", {"note": "Trop de jouets."})
    again = answer.json()
    assert (again["version"], again["restores"], again["standing"]) == (3, 1, "in_force")
    assert again["rules"] == (await desk.get("/1")).json()["rules"]
    event = (await outbox(house.ground))[-1].event
    assert isinstance(event, RulesActivated)
    assert (event.version, event.restores) == (3, 1)
    assert (await desk.get(f"/{version}")).json()["standing"] == "past"


async def test_two_versions_are_compared(desk: Desk) -> None:
    version = await desk.write(TOYS)
    told = (await desk.get(f"/{version}/differences")).json()
    assert told["compared_with"] == 1
    assert (told["items"][0]["name"], told["items"][0]["change"]) == ("Jouets", "added")
    same = (await desk.get(f"/{version}/differences?base={version}")).json()
    assert same["items"] == []


@pytest.mark.parametrize("path", ["/99", "/99/differences", "/1/differences?base=99"])
async def test_a_version_that_is_not_is_not_found(desk: Desk, path: str) -> None:
    assert (await desk.get(path)).status_code == 404
    assert (await desk.post("/99/activation", {})).status_code == 404
    assert (await desk.post("/99/restoration", {"note": "x"})).status_code == 404
    body = {"rules": [], "note": "x", "based_on": 99}
    assert (await desk.post("", body)).status_code == 404


async def test_versions_come_page_by_page(desk: Desk) -> None:
    for _ in range(2):
        await desk.write(TOYS)
    first = (await desk.get("?limit=2")).json()
    second = (await desk.get(f"?limit=2&cursor={first['next']}")).json()
    seen = [one["version"] for page in (first, second) for one in page["items"]]
    assert (seen, second["next"]) == ([3, 2, 1], None)
    assert (await desk.get("?cursor=WyJhIl0")).status_code == 422


async def test_a_recipient_that_is_open_needs_no_caution(town: RoutingParts, desk: Desk) -> None:
    del town
    rule = {"name": "Mairie", "outcome": "recipient", "siret": siret(MAIRIE)}
    version = await desk.write(rule)
    assert (await desk.get(f"/{version}")).json()["cautions"] == []
