"""What is odd in rules: shadows, categories never seen, recipients that are gone."""

import pytest

from common.values import Siret
from routing.domain.rule_cautions import Oddity, cautions_of, covers
from routing.domain.rules import Condition, Outcome, Rule

SHOP = Siret("05980665300016")


def when(**values: set[str]) -> Condition:
    return Condition(**{name: frozenset(found) for name, found in values.items()})


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (when(), when(), True),
        (when(), when(tags={"a"}), True),
        (when(tags={"a"}), when(), False),
        (when(tags={"a", "b"}), when(tags={"a"}), True),
        (when(tags={"a"}), when(tags={"a", "b"}), False),
        (when(categories={"food"}), when(categories={"food/freshness"}), True),
        (when(categories={"food/freshness"}), when(categories={"food"}), False),
        (when(categories={"foo"}), when(categories={"food"}), False),
        (when(activities={"56"}), when(activities={"56.30Z", "56.1"}), True),
        (when(activities={"56.3"}), when(activities={"56"}), False),
        (when(tags={"a"}), when(tags={"a"}, departments={"13"}), True),
        (when(tags={"a"}, departments={"13"}), when(tags={"a"}), False),
    ],
)
def test_a_condition_covers_another(
    earlier: Condition, later: Condition, *, expected: bool
) -> None:
    assert covers(earlier, later) is expected


def test_a_rule_that_can_never_apply_is_told_with_the_one_in_its_way() -> None:
    rules = (
        Rule("wide", when(categories={"food"})),
        Rule("other", when(categories={"toys"})),
        Rule("narrow", when(categories={"food/freshness"})),
    )
    (caution,) = cautions_of(rules, seen_categories={"food", "food/freshness", "toys"}, is_open={})
    assert (caution.rule, caution.oddity, caution.value) == (2, Oddity.SHADOWED, "wide")


def test_a_category_that_no_report_ever_had_is_told() -> None:
    rules = (Rule("r", when(categories={"food", "fod"})),)
    (caution,) = cautions_of(rules, seen_categories={"food"}, is_open={})
    assert (caution.oddity, caution.value) == (Oddity.UNSEEN_CATEGORY, "fod")


@pytest.mark.parametrize(
    ("is_open", "oddities"),
    [
        ({SHOP: True}, []),
        ({SHOP: False}, [Oddity.CLOSED_RECIPIENT]),
        ({}, [Oddity.UNKNOWN_RECIPIENT]),
    ],
)
def test_a_recipient_that_is_gone_is_told(
    is_open: dict[Siret, bool], oddities: list[Oddity]
) -> None:
    rules = (Rule("r", outcome=Outcome.RECIPIENT, siret=SHOP),)
    found = cautions_of(rules, seen_categories=(), is_open=is_open)
    assert [one.oddity for one in found] == oddities
