"""Events in any order, any number of times: the same report in the end."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from common.contracts.agent_analytics import SigningKey, SigningKeysPublished
from common.contracts.event import Event, ReportEvent
from common.contracts.routing import RulesActivated
from common.messaging.delivery import Done, Retry
from common.messaging.subscription import Subscription
from common.testing.messaging import deliver
from common.values import Siret
from routing.domain.report import Report, Stage
from routing.domain.rules import Outcome, Rule
from routing.parts import RoutingParts
from routing.store import Store
from routing.store.tables import ReportRow
from tests.routing.builders import (
    NOON,
    about,
    at,
    case_closed,
    declined,
    erased,
    named,
    submitted,
    withdrawn,
)
from tests.routing.rules import put_in_force
from tests.routing.town import BAKERY, COMMERCE_1, GLACIER, siret

Listening = Sequence[Subscription[Store]]
STORIES: dict[str, tuple[Event, ...]] = {
    "routed, declined, closed": (
        submitted(at(siret(GLACIER))),
        declined(siret(GLACIER), version=2),
        case_closed(version=3),
    ),
    "declined, withdrawn": (
        submitted(about("Le Glacier", postal_code="13260")),
        declined(siret(GLACIER), version=2),
        withdrawn(),
    ),
    "closed, withdrawn": (submitted(at(siret(GLACIER))), case_closed(version=2), withdrawn()),
    "in doubt, named, withdrawn": (
        submitted(about("Bar du Commerce", postal_code="13260")),
        named(siret(COMMERCE_1)),
        withdrawn(),
    ),
    "declined by two": (
        submitted(at(siret(GLACIER))),
        declined(siret(GLACIER), version=2),
        declined(siret(BAKERY), version=4),
    ),
    "all, then erased": (
        submitted(at(siret(GLACIER))),
        declined(siret(GLACIER), version=2),
        withdrawn(),
        erased(),
    ),
}


async def played(
    parts: RoutingParts, listening: Listening, events: Sequence[Event], *, report_id: UUID
) -> tuple[Report, bool]:
    """Deliver as a broker would: what must wait comes again until it is done."""
    waiting = [
        event.model_copy(update={"report_id": report_id})
        if isinstance(event, ReportEvent)
        else event
        for event in events
    ]
    for _ in range(len(events) + 1):
        outcomes = [(event, await deliver(listening, parts, event)) for event in waiting]
        assert all(isinstance(outcome, Done | Retry) for _, outcome in outcomes)
        waiting = [event for event, outcome in outcomes if isinstance(outcome, Retry)]
    async with parts.open_store() as store:
        report = await store.reports.get(report_id)
        statement = select(ReportRow.content.is_(None)).where(ReportRow.report_id == report_id)
        is_forgotten = await (await store.connection()).scalar(statement)
    assert report is not None
    # How many decisions it took is no part of where the report stands.
    return replace(report, report_id=UUID(int=0), version=0), bool(is_forgotten)


@pytest.mark.parametrize("name", STORIES)
async def test_any_order_and_repetition_end_alike(
    town: RoutingParts, listening: Listening, name: str
) -> None:
    story = STORIES[name]
    expected = await played(town, listening, story, report_id=UUID(int=1))
    loop = asyncio.get_running_loop()
    numbers = iter(range(2, 1_000_000))

    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.permutations(story), st.lists(st.sampled_from(story), max_size=3))
    def any_order(order: list[Event], again: list[Event]) -> None:
        run = played(town, listening, [*order, *again], report_id=UUID(int=next(numbers)))
        ended = asyncio.run_coroutine_threadsafe(run, loop).result(30)
        assert ended == expected

    await asyncio.to_thread(any_order)


async def test_rules_heard_of_in_any_order_and_often_end_alike(
    town: RoutingParts, listening: Listening
) -> None:
    """Whether the report or the news of the rules comes first, the rules in force decide."""
    rule = Rule("Mairie", outcome=Outcome.RECIPIENT, siret=Siret(siret(BAKERY)))
    version = await put_in_force(town, rule)
    news = RulesActivated(
        activation=2,
        version=version,
        effective_from=NOON,
        activated_by="agent/test",
        note="",
        rule_names=(),
    )
    story = (submitted(about("Le Glacier", postal_code="13260")), withdrawn())
    expected = await played(town, listening, story, report_id=UUID(int=1))
    loop = asyncio.get_running_loop()
    numbers = iter(range(2, 1_000_000))

    @settings(
        max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.permutations((*story, news, news)))
    def any_order(order: list[Event]) -> None:
        run = played(town, listening, order, report_id=UUID(int=next(numbers)))
        ended = asyncio.run_coroutine_threadsafe(run, loop).result(30)
        assert ended == expected

    await asyncio.to_thread(any_order)


async def test_the_newest_keys_win_whatever_their_order(
    parts: RoutingParts, listening: Listening
) -> None:
    def keys(version: int) -> SigningKeysPublished:
        key = SigningKey(kid=f"k{version}", x="x", retires_at=NOON.replace(year=2027))
        return SigningKeysPublished(version=version, keys=(key,))

    for version in (2, 1, 3, 2, 3):
        await deliver(listening, parts, keys(version))
    async with parts.open_store() as store:
        assert await store.agents.keys(NOON) == {"k3": "x"}
        assert await store.agents.keys(NOON.replace(year=2028)) == {}


async def test_refusals_never_leave_a_report_without_holder_nor_triage(
    town: RoutingParts, listening: Listening
) -> None:
    await deliver(listening, town, submitted(at(siret(BAKERY, 1))))
    for version, rank in ((2, 1), (3, 0), (4, 1)):
        await deliver(listening, town, declined(siret(BAKERY, rank), version=version))
        async with town.open_store() as store:
            report = await store.reports.get(declined("0").report_id)
        assert report is not None
        assert (report.holder is None) == (report.stage is Stage.TRIAGE)
