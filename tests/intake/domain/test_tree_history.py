"""The tree through time: which version is in force, and which reports may name."""

from datetime import date, timedelta

import pytest

from intake.domain.category_node import Code, Node
from intake.domain.category_tree import GRACE, TreeHistory, UnknownVersion, Version
from intake.domain.targets import TargetKind
from intake.domain.tree_check import history_faults
from intake.domain.wording import Wording

WORDS = Wording("oui", "yes")
CHANGE = date(2026, 8, 11)
VERSIONS = (Version(1, date(2026, 1, 1), WORDS), Version(2, CHANGE, WORDS))


def a_node(key: str, *children: Node, since: int = 1, until: int | None = None) -> Node:
    return Node(
        key=key,
        title=WORDS,
        targets=(TargetKind.SIRET,),
        codes=(Code("ABC-DEF", WORDS),),
        since=since,
        until=until,
        children=children,
    )


TOPS = (a_node("top", a_node("lasting"), a_node("gone", until=2), a_node("new", since=2)),)
HISTORY = TreeHistory.of(TOPS, VERSIONS)


def children(day: date) -> list[str]:
    return [child.key for child in HISTORY.on(day).tops[0].children]


def test_a_version_is_in_force_from_its_day_on() -> None:
    assert children(CHANGE - timedelta(days=1)) == ["lasting", "gone"]
    assert children(CHANGE) == ["lasting", "new"]


def test_before_any_version_the_first_one_serves() -> None:
    assert HISTORY.on(date(2020, 1, 1)).version == 1


def test_a_replaced_version_is_accepted_for_a_while_and_a_coming_one_never() -> None:
    assert HISTORY.accepted(2, today=CHANGE).version == 2
    assert HISTORY.accepted(1, today=CHANGE + GRACE - timedelta(days=1)).version == 1
    with pytest.raises(UnknownVersion):
        HISTORY.accepted(1, today=CHANGE + GRACE)
    with pytest.raises(UnknownVersion):
        HISTORY.accepted(2, today=CHANGE - timedelta(days=1))
    with pytest.raises(UnknownVersion):
        HISTORY.accepted(3, today=CHANGE)


def test_an_older_version_is_found_by_its_number_for_ever() -> None:
    assert HISTORY.numbered(1).leaf(("top", "gone")).keys == ("top", "gone")
    with pytest.raises(UnknownVersion):
        HISTORY.numbered(0)


def test_what_lasts_is_in_every_version() -> None:
    assert HISTORY.lasting() == [("top", "lasting")]


def test_a_sound_history_has_no_fault() -> None:
    assert history_faults(TOPS, VERSIONS) == []


def test_faults_of_the_versions_are_named() -> None:
    backwards = (VERSIONS[1], VERSIONS[0])
    assert history_faults(TOPS, backwards) == [
        "the versions are not numbered 1, 2, 3…",
        "a version does not start after the one before it",
    ]


def test_a_node_that_no_version_shows_is_a_fault() -> None:
    hidden = (a_node("top", a_node("never", since=3), a_node("empty", since=2, until=2)),)
    inside = (a_node("top", a_node("gone", a_node("late", since=2), until=2)),)
    assert history_faults(hidden, VERSIONS) == [
        "top/never: no version shows it",
        "top/empty: no version shows it",
    ]
    assert history_faults(inside, VERSIONS) == ["top/gone/late: no version shows it"]
