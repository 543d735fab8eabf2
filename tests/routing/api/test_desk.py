"""What agents do at the triage desk: filter, take, resolve many at once, merge two websites."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from joserfc.jwk import OKPKey
from prometheus_client import REGISTRY

from common.agent_tokens import Agent, Role
from common.contracts.report import PhoneTarget, Target, WebsiteTarget
from common.contracts.routing import ReportRouted
from common.messaging.subscription import Subscription
from common.testing.clock import FrozenClock
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from routing.domain.lead import Lead, LeadKind
from routing.domain.rules import Condition, Priority, Rule
from routing.handlers.measure_triage import measure_triage
from routing.jobs import reroute
from routing.parts import RoutingParts
from routing.store import Store
from tests.routing.agents import MARSEILLE, OPERATOR, PARIS, SUPERVISOR, bearer, publish_keys
from tests.routing.builders import about, declined, submitted
from tests.routing.rules import put_in_force
from tests.routing.town import CLOSED, COMMERCE_1, GLACIER, siret

Listening = Sequence[Subscription[Store]]
QUEUE = "/v1/triage"
COLLEAGUE = Agent(UUID(int=71), Role.AGENT, frozenset({"13"}))
CHIEF = Agent(UUID(int=91), Role.SUPERVISOR)
SHOP = WebsiteTarget(url="https://www.shop.com/panier")
OTHER_SHOP = WebsiteTarget(url="http://shop.fr")
PHONE = PhoneTarget(number="01 23 45 67 89")
AMBIGUOUS = about("Bar du Commerce", postal_code="13260")


class AtTheDesk:
    """Agents who speak to the API, and reports that come."""

    def __init__(
        self, client: httpx.AsyncClient, parts: RoutingParts, key: OKPKey, listening: Listening
    ) -> None:
        self._client, self._key, self._listening = client, key, listening
        self.parts = parts

    async def wait(self, *targets: Target, **changes: Any) -> list[str]:
        """Reports about these targets, each a minute after the one before."""
        clock = self.parts.ground.clock
        assert isinstance(clock, FrozenClock)
        numbers = [self.parts.ground.new_id() for _ in targets]
        for number, target in zip(numbers, targets, strict=True):
            clock.advance(timedelta(minutes=1))
            event = submitted(target, report_id=number, **changes)
            await deliver(self._listening, self.parts, event)
        return [str(number) for number in numbers]

    async def hear(self, event: Any) -> None:
        await deliver(self._listening, self.parts, event)

    async def ask(
        self, method: str, path: str, agent: Agent = MARSEILLE, **options: Any
    ) -> httpx.Response:
        headers = bearer(self.parts, self._key, agent)
        return await self._client.request(method, f"{QUEUE}{path}", headers=headers, **options)

    async def queue(self, agent: Agent = SUPERVISOR, **filters: str) -> list[str]:
        answer = await self.ask("GET", "", agent, params=filters)
        assert answer.status_code == 200, answer.text
        return [one["report_id"] for one in answer.json()["items"]]


@pytest_asyncio.fixture
async def desk(
    town: RoutingParts, client: httpx.AsyncClient, agents_key: OKPKey, listening: Listening
) -> AtTheDesk:
    await publish_keys(town, listening, agents_key)
    return AtTheDesk(client, town, agents_key, listening)


async def test_the_queue_is_filtered(desk: AtTheDesk, clock: FrozenClock) -> None:
    bar, shop, phone = await desk.wait(AMBIGUOUS, SHOP, PHONE)
    assert await desk.queue() == [bar, shop, phone]
    assert await desk.queue(kind="website") == [shop]
    assert await desk.queue(host="https://shop.com") == [shop]
    assert await desk.queue(phone="0123456789") == [phone]
    assert await desk.queue(department="13") == [bar]
    assert await desk.queue(queue="general") == [bar, shop, phone]
    assert await desk.queue(queue="other") == []
    assert await desk.queue(waiting_days="1") == []
    clock.advance(timedelta(days=1))
    assert await desk.queue(waiting_days="1") == [bar, shop, phone]


@pytest.mark.parametrize(
    "filters",
    [
        {"host": "not a host"},
        {"phone": "abcdef"},
        {"host": "shop.com", "phone": "0123456789"},
        {"department": "00"},
        {"waiting_days": "-1"},
        {"queue": "A B"},
    ],
)
async def test_a_filter_that_means_nothing_is_refused(
    desk: AtTheDesk, filters: dict[str, str]
) -> None:
    assert (await desk.ask("GET", "", SUPERVISOR, params=filters)).status_code == 422


async def test_what_a_rule_calls_urgent_comes_first_page_after_page(desk: AtTheDesk) -> None:
    urgent = Rule("x", Condition(tags=frozenset({"danger"})), priority=Priority.URGENT)
    await put_in_force(desk.parts, urgent)
    early, late = await desk.wait(AMBIGUOUS, AMBIGUOUS)
    (first,) = await desk.wait(AMBIGUOUS, tags=("danger",))
    assert await desk.queue() == [first, early, late]
    seen: list[str] = []
    cursor = None
    while len(seen) < 3:
        params = {"limit": "1"} | ({"cursor": cursor} if cursor else {})
        page = (await desk.ask("GET", "", params=params)).json()
        seen += [one["report_id"] for one in page["items"]]
        cursor = page["next"]
    assert (seen, cursor) == ([first, early, late], None)


async def test_a_report_taken_is_nobody_else_s_until_it_is_let_go(desk: AtTheDesk) -> None:
    (bar,) = await desk.wait(AMBIGUOUS)
    assert (await desk.ask("POST", f"/{bar}/claim")).status_code == 200
    assert (await desk.ask("POST", f"/{bar}/claim")).status_code == 200
    refused = await desk.ask("POST", f"/{bar}/claim", COLLEAGUE)
    assert refused.json()["type"] == "urn:vigie:problem:claimed-by-another"
    body = {"siret": siret(COMMERCE_1)}
    assert (await desk.ask("POST", f"/{bar}/resolution", COLLEAGUE, json=body)).status_code == 409
    assert (await desk.ask("DELETE", f"/{bar}/claim", COLLEAGUE)).status_code == 204
    assert (await desk.ask("POST", f"/{bar}/claim", COLLEAGUE)).status_code == 409
    assert (await desk.ask("DELETE", f"/{bar}/claim")).status_code == 204
    assert (await desk.ask("POST", f"/{bar}/claim", COLLEAGUE)).status_code == 200
    resolved = await desk.ask("POST", f"/{bar}/resolution", COLLEAGUE, json=body)
    assert resolved.status_code == 200


async def test_a_report_forgotten_on_a_screen_is_free_again(
    desk: AtTheDesk, clock: FrozenClock
) -> None:
    (bar,) = await desk.wait(AMBIGUOUS)
    await desk.ask("POST", f"/{bar}/claim")
    clock.advance(timedelta(minutes=15))
    assert (await desk.ask("POST", f"/{bar}/claim", COLLEAGUE)).status_code == 200


@pytest.mark.parametrize(("agent", "status"), [(PARIS, 404), (OPERATOR, 403), (SUPERVISOR, 200)])
async def test_only_those_entitled_to_it_take_a_report(
    desk: AtTheDesk, agent: Agent, status: int
) -> None:
    (bar,) = await desk.wait(AMBIGUOUS)
    assert (await desk.ask("POST", f"/{bar}/claim", agent)).status_code == status
    released = (await desk.ask("DELETE", f"/{bar}/claim", agent)).status_code
    assert released == (204 if status == 200 else status)


async def test_a_report_that_left_the_queue_cannot_be_taken(desk: AtTheDesk) -> None:
    (bar,) = await desk.wait(AMBIGUOUS)
    await desk.ask("POST", f"/{bar}/resolution", json={"siret": siret(GLACIER)})
    assert (await desk.ask("POST", f"/{bar}/claim")).status_code == 409


async def test_one_choice_resolves_all_that_wait_for_a_website(desk: AtTheDesk) -> None:
    one, two, phone = await desk.wait(SHOP, SHOP, PHONE)
    body = {"host": "shop.com", "siret": siret(GLACIER)}
    done = await desk.ask("POST", "/resolutions", SUPERVISOR, json=body)
    assert done.json() == {"resolved": 2, "skipped": 0, "remaining": 0}
    assert await desk.queue() == [phone]
    told = [one.event for one in await outbox(desk.parts.ground)]
    routed = [event for event in told if isinstance(event, ReportRouted)]
    assert {str(event.report_id) for event in routed} == {one, two}
    assert {event.recipient.siret for event in routed} == {siret(GLACIER)}
    async with desk.parts.open_store() as store:
        for number in (one, two):
            decision = (await store.decisions.of(UUID(number)))[-1]
            assert decision.decided_by == f"agent/{SUPERVISOR.id}"
            assert decision.evidence["together_with"] == "website:shop.com"


async def test_what_another_has_or_that_recipient_declined_is_left(
    desk: AtTheDesk,
) -> None:
    taken, refused, free = await desk.wait(PHONE, PHONE, PHONE)
    await desk.ask("POST", f"/{taken}/claim", CHIEF)
    await desk.ask("POST", f"/{refused}/resolution", SUPERVISOR, json={"siret": siret(GLACIER)})
    await desk.hear(declined(siret(GLACIER)).model_copy(update={"report_id": UUID(refused)}))
    body = {"phone": "+33123456789", "siret": siret(GLACIER)}
    done = (await desk.ask("POST", "/resolutions", SUPERVISOR, json=body)).json()
    assert done == {"resolved": 1, "skipped": 2, "remaining": 2}
    assert free not in await desk.queue()


async def test_an_agent_resolves_only_those_of_their_territory(desk: AtTheDesk) -> None:
    await desk.wait(SHOP)
    body = {"host": "shop.com", "siret": siret(GLACIER)}
    done = (await desk.ask("POST", "/resolutions", MARSEILLE, json=body)).json()
    assert done == {"resolved": 0, "skipped": 0, "remaining": 0}
    assert len(await desk.queue()) == 1


async def test_what_is_remembered_serves_the_next_reports(desk: AtTheDesk) -> None:
    await desk.wait(SHOP)
    body = {"host": "shop.com", "siret": siret(GLACIER), "remember": True}
    assert (await desk.ask("POST", "/resolutions", SUPERVISOR, json=body)).status_code == 200
    await desk.wait(SHOP)
    event = (await outbox(desk.parts.ground))[-1].event
    assert isinstance(event, ReportRouted)
    assert event.decision.mode == "known_website"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"siret": siret(GLACIER)}, 422),
        ({"host": "shop.com", "siret": "1"}, 422),
        ({"host": "shop.com", "siret": "40293037400010"}, 422),
        ({"host": "shop.com", "siret": siret(CLOSED)}, 409),
        ({"host": "nonsense", "siret": siret(GLACIER)}, 422),
    ],
)
async def test_a_choice_for_all_that_cannot_be_changes_nothing(
    desk: AtTheDesk, body: dict[str, str], status: int
) -> None:
    await desk.wait(SHOP)
    answer = await desk.ask("POST", "/resolutions", SUPERVISOR, json=body)
    assert answer.status_code == status
    assert len(await desk.queue()) == 1


async def test_two_addresses_become_one_website(desk: AtTheDesk) -> None:
    one, two = await desk.wait(SHOP, OTHER_SHOP)
    body = {"alias": "shop.fr", "into": "www.shop.com"}
    done = await desk.ask("POST", "/mergers", SUPERVISOR, json=body)
    assert done.json() == {"alias": "shop.fr", "into": "shop.com", "moved": 1}
    (three,) = await desk.wait(OTHER_SHOP)
    assert await desk.queue(host="shop.com") == [one, two, three]
    assert await desk.queue(host="shop.fr") == []
    again = await desk.ask("POST", "/mergers", SUPERVISOR, json=body | {"into": "shop.fr"})
    assert again.status_code == 409
    back = {"alias": "shop.com", "into": "shop.fr"}
    assert (await desk.ask("POST", "/mergers", SUPERVISOR, json=back)).status_code == 409
    bad = {"alias": "nonsense", "into": "shop.com"}
    assert (await desk.ask("POST", "/mergers", SUPERVISOR, json=bad)).status_code == 422


async def test_what_is_known_of_a_website_holds_for_those_merged_into_it(
    desk: AtTheDesk,
) -> None:
    body = {"host": "shop.com", "siret": siret(GLACIER), "remember": True}
    await desk.ask("POST", "/resolutions", SUPERVISOR, json=body)
    await desk.wait(OTHER_SHOP)
    await desk.ask("POST", "/mergers", SUPERVISOR, json={"alias": "shop.fr", "into": "shop.com"})
    while await reroute(desk.parts):
        pass
    event = (await outbox(desk.parts.ground))[-1].event
    assert isinstance(event, ReportRouted)
    assert event.recipient.siret == siret(GLACIER)
    async with desk.parts.open_store() as store:
        assert await store.leads.aliases_of(Lead(LeadKind.WEBSITE, "shop.com")) == ["shop.fr"]


async def test_the_time_to_a_choice_is_measured(desk: AtTheDesk, clock: FrozenClock) -> None:
    reports = await desk.wait(*[AMBIGUOUS] * 4)
    before = _observed()
    clock.advance(timedelta(hours=1))
    for number in reports[:3]:
        clock.advance(timedelta(hours=1))
        body = {"siret": siret(GLACIER)}
        await desk.ask("POST", f"/{number}/resolution", SUPERVISOR, json=body)
    told = (await desk.ask("GET", "/measures")).json()
    assert (told["waiting"], told["resolved"]) == (1, 3)
    assert told["median_seconds"] == pytest.approx(3 * 3600 + 2 * 60)
    assert told["p90_seconds"] == pytest.approx(4 * 3600 + 60 - 0.2 * 3540)
    assert _observed() == before + 3
    assert (await desk.ask("GET", "/measures", PARIS)).json()["resolved"] == 0
    async with desk.parts.open_store() as store:
        await measure_triage(store)
    assert REGISTRY.get_sample_value("vigie_triage_waiting") == 1


def _observed() -> float:
    return REGISTRY.get_sample_value("vigie_triage_resolution_seconds_count") or 0
