"""The rules in force decide: before routing looks for a recipient, or once it has found one."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from common.contracts.routing import ReportNotTransmitted, ReportRouted, ReportTriaged
from common.messaging.delivery import Retry
from common.messaging.subscription import Subscription
from common.testing.clock import FrozenClock
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from common.values import Siret
from routing.domain.mode import Mode
from routing.domain.rules import FIRST_RULES, Condition, Outcome, Priority, Rule
from routing.parts import RoutingParts
from routing.store import Store
from tests.routing.builders import REPORT, about, at, erased, submitted
from tests.routing.rules import put_in_force
from tests.routing.town import BAKERY, CLOSED, COMMERCE_1, GLACIER, MAIRIE, siret

Listening = Sequence[Subscription[Store]]
TO_THE_TOWN_HALL = Rule(
    "Fraîcheur à la mairie",
    Condition(categories=frozenset({"food"})),
    Outcome.RECIPIENT,
    siret=Siret(siret(MAIRIE)),
)
AMBIGUOUS = about("Bar du Commerce", postal_code="13260")


async def told(parts: RoutingParts) -> Any:
    return (await outbox(parts.ground))[-1].event


async def test_the_first_version_says_what_the_code_said(parts: RoutingParts) -> None:
    async with parts.open_store() as store:
        in_force = await store.rules.in_force(parts.ground.clock.now())
    assert (in_force.version, in_force.rules) == (1, FIRST_RULES)


async def test_a_rule_names_the_recipient_and_is_told(
    town: RoutingParts, listening: Listening
) -> None:
    version = await put_in_force(town, TO_THE_TOWN_HALL)
    await deliver(listening, town, submitted(AMBIGUOUS))
    event = await told(town)
    assert isinstance(event, ReportRouted)
    assert event.recipient.siret == siret(MAIRIE)
    assert (event.decision.mode, event.decision.rule) == ("rule", TO_THE_TOWN_HALL.name)
    assert event.decision.rules_version == version
    assert "Fraîcheur à la mairie" in event.decision.explanation_fr


@pytest.mark.parametrize(
    ("firm", "rank", "mode", "holder"),
    [(BAKERY, 2, "rule", siret(BAKERY)), (CLOSED, 0, "closed", None)],
)
async def test_a_rule_whose_recipient_closed_goes_to_its_head_office_or_to_an_agent(
    town: RoutingParts, listening: Listening, firm: Any, rank: int, mode: str, holder: str | None
) -> None:
    await put_in_force(town, Rule("x", outcome=Outcome.RECIPIENT, siret=Siret(siret(firm, rank))))
    await deliver(listening, town, submitted(AMBIGUOUS))
    event = await told(town)
    assert event.decision.mode == mode
    assert (event.recipient.siret if holder else None) == holder


async def test_a_rule_that_names_a_recipient_waits_for_the_registry(
    parts: RoutingParts, listening: Listening
) -> None:
    await put_in_force(parts, TO_THE_TOWN_HALL)
    assert isinstance(await deliver(listening, parts, submitted(AMBIGUOUS)), Retry)


async def test_a_rule_on_the_activity_applies_to_the_recipient_found(
    town: RoutingParts, listening: Listening
) -> None:
    bars = Rule("Bars", Condition(activities=frozenset({"56"})), Outcome.TRIAGE, queue="bars")
    await put_in_force(town, bars)
    await deliver(listening, town, submitted(at(siret(GLACIER))))
    event = await told(town)
    assert isinstance(event, ReportTriaged)
    async with town.open_store() as store:
        report = await store.reports.get(REPORT)
        (decision,) = await store.decisions.of(REPORT)
        case = await store.facts.get(REPORT)
    assert report is not None
    assert report.queue == "bars"
    assert [one.siret for one in decision.candidates] == [siret(GLACIER)]
    assert case is not None
    assert case.found is not None
    assert (case.found.mode, case.found.siret) == (Mode.SIRET, siret(GLACIER))


async def test_a_rule_on_the_territory_is_judged_by_the_recipient_s(
    town: RoutingParts, listening: Listening
) -> None:
    here = Rule("13", Condition(departments=frozenset({"13"})), priority=Priority.HIGH)
    await put_in_force(town, here)
    await deliver(listening, town, submitted(at(siret(GLACIER))))
    event = await told(town)
    assert (event.decision.mode, event.decision.priority) == ("siret", "high")


async def test_a_rule_withholds_and_names_the_authority_that_must_know(
    parts: RoutingParts, listening: Listening
) -> None:
    rule = Rule("x", outcome=Outcome.WITHHOLD, withheld=Mode.HIDDEN_TAG, copy_to="anses")
    await put_in_force(parts, rule)
    await deliver(listening, parts, submitted(AMBIGUOUS))
    event = await told(parts)
    assert isinstance(event, ReportNotTransmitted)
    assert (event.decision.rule, event.decision.copy_to) == ("x", "anses")


async def test_of_two_versions_the_later_effect_is_in_force(
    parts: RoutingParts, clock: FrozenClock
) -> None:
    first = await put_in_force(parts, TO_THE_TOWN_HALL)
    before = clock.now()
    clock.advance(timedelta(days=1))
    second = await put_in_force(parts)
    async with parts.open_store() as store:
        assert (await store.rules.in_force(before)).version == first
        assert (await store.rules.in_force(clock.now())).version == second


async def test_what_rules_look_at_is_kept_and_erased_with_the_report(
    town: RoutingParts, listening: Listening
) -> None:
    await deliver(listening, town, submitted(at(siret(COMMERCE_1)), tags=("hygiene",)))
    async with town.open_store() as store:
        case = await store.facts.get(REPORT)
    assert case is not None
    assert (case.facts.path, case.facts.tags) == ("food/freshness", frozenset({"hygiene"}))
    await deliver(listening, town, erased())
    async with town.open_store() as store:
        assert await store.facts.get(REPORT) is None
