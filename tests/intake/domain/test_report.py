"""The rules that hold whatever the category."""

from datetime import date

import pytest

from intake.domain.category_tree import CategoryTree
from intake.domain.report import (
    ReportFault,
    ReportRefused,
    check_description,
    check_observed_on,
    check_target,
    check_wish,
    is_ever_transmitted,
)
from intake.domain.targets import TargetKind, TargetRefused, parse_target
from tests.intake.world import LEAF

TODAY = date(2026, 5, 4)


def test_a_description_is_kept_without_the_blanks_around_it() -> None:
    assert check_description("  Une histoire.\n") == "Une histoire."


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (" court ", ReportFault.DESCRIPTION_TOO_SHORT),
        ("x" * 5001, ReportFault.DESCRIPTION_TOO_LONG),
    ],
)
def test_a_description_has_bounds(text: str, fault: ReportFault) -> None:
    with pytest.raises(ReportRefused) as refusal:
        check_description(text)
    assert refusal.value.fault is fault


@pytest.mark.parametrize("day", [date(2026, 5, 4), date(2016, 1, 1)])
def test_a_day_of_the_last_ten_years_may_be_told(day: date) -> None:
    check_observed_on(day, today=TODAY)


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        (date(2026, 5, 5), ReportFault.OBSERVED_IN_THE_FUTURE),
        (date(2015, 12, 31), ReportFault.OBSERVED_TOO_LONG_AGO),
    ],
)
def test_tomorrow_and_long_ago_are_refused(day: date, fault: ReportFault) -> None:
    with pytest.raises(ReportRefused) as refusal:
        check_observed_on(day, today=TODAY)
    assert refusal.value.fault is fault


def test_a_leaf_takes_only_its_kinds_of_target(tree: CategoryTree) -> None:
    trail = tree.leaf(LEAF)
    check_target(trail, parse_target(TargetKind.UNKNOWN, {"postal_code": "75001"}))
    with pytest.raises(TargetRefused):
        check_target(trail, parse_target(TargetKind.PLACE, {"commune": "75056"}))


def test_advice_is_given_only_where_it_is_offered(tree: CategoryTree) -> None:
    check_wish(tree.leaf(("shops", "refund")), wishes_advice=True)
    check_wish(tree.leaf(LEAF), wishes_advice=False)
    with pytest.raises(ReportRefused):
        check_wish(tree.leaf(LEAF), wishes_advice=True)


def test_a_company_gets_neither_hidden_nor_foreign_reports_nor_wishes_for_advice(
    tree: CategoryTree,
) -> None:
    plain, hidden = tree.leaf(LEAF), tree.leaf(("shops", "short_lease_furniture"))
    assert is_ever_transmitted(plain, TargetKind.SIRET, wishes_advice=False)
    assert not is_ever_transmitted(hidden, TargetKind.SIRET, wishes_advice=False)
    assert not is_ever_transmitted(plain, TargetKind.FOREIGN, wishes_advice=False)
    assert not is_ever_transmitted(plain, TargetKind.SIRET, wishes_advice=True)
