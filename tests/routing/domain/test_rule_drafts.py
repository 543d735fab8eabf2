"""Rules as people write them: read with care, every fault named at its place."""

from dataclasses import replace
from typing import Any

import pytest

from routing.domain.mode import Mode
from routing.domain.rule_drafts import Fault, RuleDraft, RulesRefused, draft_of, read_drafts
from routing.domain.rules import FIRST_RULES, Condition, Outcome, Priority, Rule

FINE = RuleDraft(name="Jouets")


def faults(*drafts: RuleDraft) -> list[tuple[int, str, Fault]]:
    with pytest.raises(RulesRefused) as refused:
        read_drafts(drafts)
    return [(one.rule, one.field, one.fault) for one in refused.value.faults]


def test_a_rule_is_read_whole() -> None:
    draft = RuleDraft(
        name=" Jouets dangereux ",
        categories=("toys/safety", " "),
        tags=("danger",),
        kinds=("product",),
        wishes=("report",),
        departments=("1", "2a"),
        activities=("47.65", "47"),
        outcome="recipient",
        siret="211 300 223 00016",
        queue="Produits",
        priority="urgent",
        copy_to="anses",
    )
    (rule,) = read_drafts([draft])
    assert rule == Rule(
        "Jouets dangereux",
        Condition(
            categories=frozenset({"toys/safety"}),
            tags=frozenset({"danger"}),
            kinds=frozenset({"product"}),
            wishes=frozenset({"report"}),
            departments=frozenset({"01", "2A"}),
            activities=frozenset({"47", "47.65"}),
        ),
        Outcome.RECIPIENT,
        siret=rule.siret,
        queue="produits",
        priority=Priority.URGENT,
        copy_to="anses",
    )
    assert rule.siret == "21130022300016"


@pytest.mark.parametrize(
    ("changes", "field", "fault"),
    [
        ({"name": " "}, "name", Fault.NAME_MISSING),
        ({"name": "x" * 81}, "name", Fault.TOO_LONG),
        ({"categories": ("Food !",)}, "categories", Fault.BAD_CATEGORY),
        ({"categories": ("a/" * 100 + "a",)}, "categories", Fault.BAD_CATEGORY),
        ({"categories": tuple(f"c{n}" for n in range(101))}, "categories", Fault.TOO_MANY),
        ({"tags": ("É",)}, "tags", Fault.BAD_TAG),
        ({"kinds": ("shop",)}, "kinds", Fault.BAD_KIND),
        ({"wishes": ("money",)}, "wishes", Fault.BAD_WISH),
        ({"departments": ("96",)}, "departments", Fault.BAD_DEPARTMENT),
        ({"activities": ("5A",)}, "activities", Fault.BAD_ACTIVITY),
        ({"outcome": "burn"}, "outcome", Fault.BAD_OUTCOME),
        ({"outcome": "recipient"}, "siret", Fault.BAD_SIRET),
        ({"outcome": "recipient", "siret": "21130022300017"}, "siret", Fault.BAD_SIRET),
        ({"outcome": "withhold", "reason": "siret"}, "reason", Fault.BAD_REASON),
        ({"priority": "asap"}, "priority", Fault.BAD_PRIORITY),
        ({"queue": "two words"}, "queue", Fault.BAD_WORD),
        ({"copy_to": "é"}, "copy_to", Fault.BAD_WORD),
    ],
)
def test_what_cannot_be_read_is_named_at_its_place(
    changes: dict[str, Any], field: str, fault: Fault
) -> None:
    assert faults(FINE, replace(FINE, **{"name": "other"} | changes)) == [(1, field, fault)]


def test_two_rules_of_one_name_are_refused() -> None:
    assert faults(FINE, RuleDraft(name="JOUETS ")) == [(1, "name", Fault.NAME_TAKEN)]


def test_every_fault_is_told_at_once() -> None:
    found = faults(RuleDraft(name="", outcome="recipient"), RuleDraft(name="b", tags=("É",)))
    assert [place for place, _, _ in found] == [0, 0, 1]


def test_there_is_a_most() -> None:
    many = [RuleDraft(name=f"r{number}") for number in range(101)]
    assert faults(*many) == [(100, "name", Fault.TOO_MANY)]


@pytest.mark.parametrize("rule", FIRST_RULES)
def test_a_rule_written_again_is_the_same(rule: Rule) -> None:
    assert read_drafts([draft_of(rule)]) == (rule,)


def test_what_the_outcome_does_not_need_is_left_out() -> None:
    (rule,) = read_drafts([replace(FINE, siret="123", reason=Mode.SIRET.value)])
    assert (rule.siret, rule.withheld) == (None, None)
