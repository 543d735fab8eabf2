"""A past report judged by other rules, from what is remembered of it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from common.values import Siret
from routing.domain.mode import Mode
from routing.domain.replay import Case, Fate, Finding, replay
from routing.domain.rules import Condition, Facts, Outcome, Rule

FACTS = Facts("food/freshness", frozenset(), "company", "report", "13")
SHOP, TOWN_HALL = Siret("05980665300016"), Siret("21130022300016")
FOUND = Finding(Mode.NAME_AND_PLACE, SHOP, "13", "56.30Z")
NOBODY = Finding(Mode.NO_MATCH)
BARS = Rule("bars", Condition(activities=frozenset({"56"})), Outcome.TRIAGE)
MAYOR = Rule("mayor", outcome=Outcome.RECIPIENT, siret=TOWN_HALL)
SILENT = Rule("silent", outcome=Outcome.WITHHOLD, withheld=Mode.HIDDEN_TAG)


def case(found: Finding | None, facts: Facts = FACTS) -> Case:
    return Case(UUID(int=1), facts, found, datetime(2026, 5, 4, tzinfo=UTC))


@pytest.mark.parametrize(
    ("rules", "found", "fate", "siret"),
    [
        ((), FOUND, Fate.SENT, SHOP),
        ((), NOBODY, Fate.TRIAGED, None),
        ((), None, Fate.UNRESOLVED, None),
        ((BARS,), FOUND, Fate.TRIAGED, None),
        ((BARS,), None, Fate.UNRESOLVED, None),
        ((BARS,), NOBODY, Fate.TRIAGED, None),
        ((MAYOR,), FOUND, Fate.SENT, TOWN_HALL),
        ((MAYOR,), None, Fate.SENT, TOWN_HALL),
        ((SILENT,), FOUND, Fate.WITHHELD, None),
    ],
)
def test_each_report_has_the_fate_that_the_rules_give_it(
    rules: tuple[Rule, ...], found: Finding | None, fate: Fate, siret: Siret | None
) -> None:
    again = replay(rules, case(found))
    assert (again.fate, again.siret) == (fate, siret)


@pytest.mark.parametrize(
    ("rules", "found", "expected"),
    [((), NOBODY, True), ((), FOUND, False), ((BARS,), FOUND, False), ((MAYOR,), NOBODY, False)],
)
def test_uncovered_is_what_neither_rules_nor_routing_place(
    rules: tuple[Rule, ...], found: Finding, *, expected: bool
) -> None:
    assert replay(rules, case(found)).is_uncovered is expected
