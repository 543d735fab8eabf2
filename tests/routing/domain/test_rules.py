"""Which rule applies to a report, and what it orders."""

from dataclasses import replace

import pytest

from common.values import Siret
from routing.domain.mode import Mode
from routing.domain.rules import (
    FIRST_RULES,
    Condition,
    Facts,
    Outcome,
    Priority,
    Rule,
    fits,
    judge,
    judge_early,
    path_of,
)

FACTS = Facts("food/freshness", frozenset({"hygiene"}), "company", "report", "13")
TOWN_HALL = Siret("21130022300018")


def when(**values: set[str]) -> Condition:
    return Condition(**{name: frozenset(found) for name, found in values.items()})


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (when(), True),
        (when(categories={"food"}), True),
        (when(categories={"food/freshness"}), True),
        (when(categories={"foo"}), False),
        (when(categories={"food/freshness/bread"}), False),
        (when(categories={"toys", "food"}), True),
        (when(tags={"hygiene", "danger"}), True),
        (when(tags={"danger"}), False),
        (when(kinds={"company", "siret"}), True),
        (when(kinds={"website"}), False),
        (when(wishes={"advice"}), False),
        (when(departments={"13", "84"}), True),
        (when(departments={"75"}), False),
        (when(activities={"56"}), False),
        (when(categories={"food"}, tags={"danger"}), False),
    ],
)
def test_a_condition_holds_when_each_of_its_fields_does(
    condition: Condition, *, expected: bool
) -> None:
    assert fits(condition, FACTS) is expected


@pytest.mark.parametrize(("beginning", "expected"), [("56", True), ("56.30Z", True), ("47", False)])
def test_an_activity_is_matched_by_its_beginning(beginning: str, *, expected: bool) -> None:
    told = FACTS.of_recipient("13", "56.30Z")
    assert fits(when(activities={beginning}), told) is expected


def test_the_recipient_s_departement_replaces_the_one_given() -> None:
    assert FACTS.of_recipient("84", None).department == "84"
    assert FACTS.of_recipient(None, None).department == "13"


def test_the_first_rule_that_fits_applies() -> None:
    rules = (
        Rule("toys", when(categories={"toys"}), Outcome.TRIAGE),
        Rule("food", when(categories={"food"}), Outcome.RECIPIENT, siret=TOWN_HALL),
        Rule("all", outcome=Outcome.TRIAGE),
    )
    verdict = judge(rules, FACTS)
    assert verdict.rule is rules[1]
    assert (verdict.outcome, verdict.siret) == (Outcome.RECIPIENT, TOWN_HALL)


def test_without_a_rule_what_routing_found_stands() -> None:
    verdict = judge((), FACTS)
    assert (verdict.rule, verdict.outcome) == (None, Outcome.AS_FOUND)


def test_a_rule_tells_the_desk_how_soon_and_who_else_must_know() -> None:
    rule = Rule("danger", queue="products", priority=Priority.URGENT, copy_to="anses")
    verdict = judge((rule,), FACTS)
    assert (verdict.queue, verdict.priority, verdict.copy_to) == (
        "products",
        Priority.URGENT,
        "anses",
    )


@pytest.mark.parametrize(
    "rule", [Rule("t", when(departments={"13"})), Rule("a", when(activities={"56"}))]
)
def test_a_rule_on_the_recipient_waits_until_it_is_known(rule: Rule) -> None:
    assert judge_early((rule,), FACTS) is None


def test_a_rule_that_needs_no_recipient_spares_the_search() -> None:
    rules = (Rule("all", outcome=Outcome.TRIAGE), Rule("t", when(departments={"13"})))
    verdict = judge_early(rules, FACTS)
    assert verdict is not None
    assert verdict.outcome is Outcome.TRIAGE


def test_a_rule_on_the_recipient_that_cannot_fit_is_no_reason_to_wait() -> None:
    rules = (Rule("t", when(categories={"toys"}, departments={"13"})),)
    verdict = judge_early(rules, FACTS)
    assert verdict is not None
    assert verdict.rule is None


@pytest.mark.parametrize(
    ("facts", "mode"),
    [
        (replace(FACTS, tags=frozenset({"hidden_from_company"})), Mode.HIDDEN_TAG),
        (replace(FACTS, kind="foreign"), Mode.FOREIGN_COMPANY),
        (replace(FACTS, wish="advice"), Mode.ADVICE_WISHED),
    ],
)
@pytest.mark.parametrize(
    "rules",
    [
        (),
        (Rule("all", outcome=Outcome.RECIPIENT, siret=TOWN_HALL, copy_to="anses"),),
        (Rule("here", when(departments={"13"}), Outcome.TRIAGE),),
        FIRST_RULES,
    ],
)
def test_no_rule_sends_what_must_not_be_sent(
    facts: Facts, mode: Mode, rules: tuple[Rule, ...]
) -> None:
    verdict = judge_early(rules, facts)
    assert verdict is not None
    assert (verdict.outcome, verdict.withheld, verdict.siret) == (Outcome.WITHHOLD, mode, None)
    assert verdict.copy_to == (rules[0].copy_to if rules else None)


def test_the_path_joins_the_category_and_what_is_beneath() -> None:
    assert path_of("food", ("freshness", "bread")) == "food/freshness/bread"
    assert path_of("food", ()) == "food"
