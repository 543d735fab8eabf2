"""Other rules come into force: the reports that wait are judged by them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from common.contracts.report import Target
from common.contracts.routing import ReportNotTransmitted, ReportRouted, RulesActivated
from common.messaging.delivery import Done
from common.messaging.subscription import Subscription
from common.testing.clock import FrozenClock
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from common.values import Siret
from routing.domain.mode import Mode
from routing.domain.report import Stage
from routing.domain.rules import Condition, Outcome, Priority, Rule
from routing.parts import RoutingParts
from routing.store import Store
from tests.routing.builders import NOON, REPORT, about, at, declined, submitted
from tests.routing.rules import put_in_force
from tests.routing.town import CLOSED, GLACIER, MAIRIE, siret

Listening = Sequence[Subscription[Store]]
AMBIGUOUS = about("Bar du Commerce", postal_code="13260")
TO_THE_TOWN_HALL = Rule("Mairie", outcome=Outcome.RECIPIENT, siret=Siret(siret(MAIRIE)))
BARS = Rule("Bars", Condition(activities=frozenset({"56"})), Outcome.TRIAGE)


def activated(number: int = 2) -> RulesActivated:
    return RulesActivated(
        activation=number,
        version=number,
        effective_from=NOON,
        activated_by="agent/test",
        note="",
        rule_names=(),
    )


async def change_rules(
    parts: RoutingParts, listening: Listening, clock: FrozenClock, *rules: Rule
) -> None:
    clock.advance(timedelta(minutes=1))
    version = await put_in_force(parts, *rules)
    assert isinstance(await deliver(listening, parts, activated(version)), Done)


async def report_of(parts: RoutingParts) -> Any:
    async with parts.open_store() as store:
        return await store.reports.get(REPORT)


@pytest.mark.parametrize("target", [AMBIGUOUS, about("Zorglub", department="13")])
async def test_a_rule_that_names_a_recipient_frees_those_who_wait(
    town: RoutingParts, listening: Listening, clock: FrozenClock, target: Target
) -> None:
    await deliver(listening, town, submitted(target))
    await change_rules(town, listening, clock, TO_THE_TOWN_HALL)
    event = (await outbox(town.ground))[-1].event
    assert isinstance(event, ReportRouted)
    assert (event.recipient.siret, event.version) == (siret(MAIRIE), 2)
    assert event.decision.rule == "Mairie"


async def test_the_same_news_again_changes_nothing(
    town: RoutingParts, listening: Listening, clock: FrozenClock
) -> None:
    await deliver(listening, town, submitted(AMBIGUOUS))
    await change_rules(town, listening, clock, TO_THE_TOWN_HALL)
    told = len(await outbox(town.ground))
    for number in (1, 2, 2):
        await deliver(listening, town, activated(number))
    assert len(await outbox(town.ground)) == told


async def test_a_rule_withholds_those_who_wait(
    town: RoutingParts, listening: Listening, clock: FrozenClock
) -> None:
    await deliver(listening, town, submitted(AMBIGUOUS))
    rule = Rule("x", outcome=Outcome.WITHHOLD, withheld=Mode.HIDDEN_TAG)
    await change_rules(town, listening, clock, rule)
    assert isinstance((await outbox(town.ground))[-1].event, ReportNotTransmitted)
    assert (await report_of(town)).stage is Stage.NOT_TRANSMITTED


async def test_a_rule_sets_those_who_wait_in_another_order(
    town: RoutingParts, listening: Listening, clock: FrozenClock
) -> None:
    await deliver(listening, town, submitted(AMBIGUOUS))
    told = len(await outbox(town.ground))
    await change_rules(town, listening, clock, Rule("x", priority=Priority.URGENT, queue="bars"))
    report = await report_of(town)
    assert (report.stage, report.priority, report.queue) == (
        Stage.TRIAGE,
        Priority.URGENT,
        "bars",
    )
    assert (report.version, len(await outbox(town.ground))) == (1, told)


async def test_whom_a_rule_held_back_goes_to_the_recipient_found_once_it_is_gone(
    town: RoutingParts, listening: Listening, clock: FrozenClock
) -> None:
    await put_in_force(town, BARS)
    await deliver(listening, town, submitted(at(siret(GLACIER))))
    assert (await report_of(town)).stage is Stage.TRIAGE
    await change_rules(town, listening, clock)
    event = (await outbox(town.ground))[-1].event
    assert isinstance(event, ReportRouted)
    assert (event.recipient.siret, event.decision.mode) == (siret(GLACIER), "siret")


async def test_who_declined_does_not_get_it_by_a_rule(
    town: RoutingParts, listening: Listening, clock: FrozenClock
) -> None:
    await deliver(listening, town, submitted(at(siret(MAIRIE))))
    await deliver(listening, town, declined(siret(MAIRIE)))
    await change_rules(town, listening, clock, TO_THE_TOWN_HALL)
    assert (await report_of(town)).stage is Stage.TRIAGE


async def test_a_recipient_that_closed_keeps_them_waiting(
    town: RoutingParts, listening: Listening, clock: FrozenClock
) -> None:
    await deliver(listening, town, submitted(AMBIGUOUS))
    gone = Rule("x", outcome=Outcome.RECIPIENT, siret=Siret(siret(CLOSED)))
    await change_rules(town, listening, clock, gone)
    assert (await report_of(town)).stage is Stage.TRIAGE


async def test_every_report_that_waits_is_judged(
    town: RoutingParts,
    listening: Listening,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("routing.handlers.judge_waiting_again._BATCH", 2)
    for number in range(5):
        event = submitted(about("Zorglub", department="13"), report_id=UUID(int=number + 50))
        await deliver(listening, town, event)
    await change_rules(town, listening, clock, TO_THE_TOWN_HALL)
    routed = [one.event for one in await outbox(town.ground) if "routed" in one.event.topic]
    assert len(routed) == 5
