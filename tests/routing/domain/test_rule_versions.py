"""Versions of the rules: which one reigns when, and what differs between two."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.rule_differences import Change, differences
from routing.domain.rule_standing import Reign, Standing, place_of_version, reigns
from routing.domain.rules import Priority, Rule

MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
DAY = timedelta(days=1)
A, B, C = Rule("a"), Rule("b"), Rule("c")


def test_each_reign_ends_where_the_next_begins() -> None:
    known = reigns([(1, MONDAY), (3, MONDAY + 5 * DAY), (2, MONDAY + DAY)])
    assert known == (
        Reign(1, MONDAY, MONDAY + DAY),
        Reign(2, MONDAY + DAY, MONDAY + 5 * DAY),
        Reign(3, MONDAY + 5 * DAY, None),
    )


def test_of_two_that_begin_together_the_later_decision_counts() -> None:
    assert reigns([(1, MONDAY), (2, MONDAY)]) == (Reign(2, MONDAY, None),)


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(0, 20)), min_size=1),
    st.integers(0, 25),
)
def test_exactly_one_version_reigns_at_any_instant(made: list[tuple[int, int]], day: int) -> None:
    known = reigns([(version, MONDAY + start * DAY) for version, start in made])
    now = MONDAY + day * DAY
    in_force = [one for one in known if one.begins <= now and (not one.ends or now < one.ends)]
    assert len(in_force) == (1 if day >= min(start for _, start in made) else 0)


@pytest.mark.parametrize(
    ("version", "standing"),
    [
        (1, Standing.PAST),
        (2, Standing.IN_FORCE),
        (3, Standing.SCHEDULED),
        (4, Standing.DRAFT),
    ],
)
def test_a_version_has_one_standing(version: int, standing: Standing) -> None:
    known = reigns([(1, MONDAY), (2, MONDAY + DAY), (3, MONDAY + 9 * DAY)])
    assert place_of_version(version, known, MONDAY + 2 * DAY).standing is standing


def test_what_is_in_force_now_is_so_even_if_it_will_be_again() -> None:
    known = reigns([(1, MONDAY), (2, MONDAY + DAY), (1, MONDAY + 2 * DAY)])
    assert place_of_version(1, known, MONDAY).reign == Reign(1, MONDAY, MONDAY + DAY)


def test_rules_alike_have_no_difference() -> None:
    assert differences((A, B), (A, B)) == ()


def test_rules_added_removed_changed_and_moved_are_told() -> None:
    urgent = replace(B, priority=Priority.URGENT)
    found = differences((A, B, Rule("gone")), (urgent, A, C))
    told = [(one.name, one.change, one.place_before, one.place_after) for one in found]
    assert told == [
        ("b", Change.CHANGED, 2, 1),
        ("a", Change.MOVED, 1, 2),
        ("c", Change.ADDED, None, 3),
        ("gone", Change.REMOVED, 3, None),
    ]
    assert found[0].aspects == ("priority",)


def test_a_rule_pushed_down_by_a_new_one_has_not_moved() -> None:
    found = differences((A, B), (C, A, B))
    assert [one.change for one in found] == [Change.ADDED]
