"""The laboratory's arithmetic: every report is counted once on each side, exactly."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.values import Siret
from routing.domain.mode import Mode
from routing.domain.replay import Case, Finding
from routing.domain.rules import Condition, Facts, Outcome, Rule
from routing.domain.simulation import BadPeriod, Load, check_period, compare, week_of

SHOP, BAKER, MAYOR = Siret("05980665300016"), Siret("05781916100019"), Siret("21130022300016")
MONDAY = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
WEEK = date(2026, 5, 4)
STAND_INS = {MAYOR: MAYOR}
SHOP_FOUND = Finding(Mode.SIRET, SHOP, "13", "56.30Z")
BAKER_FOUND = Finding(Mode.NAME_AND_PLACE, BAKER, "13", "10.71C")
NOBODY = Finding(Mode.NO_MATCH)


def a_case(number: int, found: Finding | None, path: str = "food", *, weeks: int = 0) -> Case:
    facts = Facts(path, frozenset(), "company", "report", "13")
    return Case(UUID(int=number), facts, found, MONDAY + timedelta(weeks=weeks))


def when(*categories: str) -> Condition:
    return Condition(categories=frozenset(categories))


def test_the_difference_is_exact() -> None:
    """Ten reports: by hand, who gains which, who loses which, what is refused, left, uncovered."""
    cases = [
        a_case(1, SHOP_FOUND, "toys"),
        a_case(2, SHOP_FOUND, "toys", weeks=1),
        a_case(3, SHOP_FOUND, "food"),
        a_case(4, BAKER_FOUND, "bread"),
        a_case(5, BAKER_FOUND, "danger"),
        a_case(6, NOBODY, "toys"),
        a_case(7, NOBODY, "food"),
        a_case(8, None, "food"),
        a_case(9, SHOP_FOUND, "danger"),
        a_case(10, NOBODY, "danger"),
    ]
    new = (
        Rule("Jouets", when("toys"), Outcome.RECIPIENT, siret=MAYOR),
        Rule("Pain", when("bread"), Outcome.TRIAGE),
        Rule("Danger", when("danger"), Outcome.WITHHOLD, withheld=Mode.HIDDEN_TAG),
        Rule("Jamais", when("cars"), Outcome.TRIAGE),
    )
    tally = compare((), new, cases, stand_ins=STAND_INS)
    assert tally.loads == {
        (SHOP, WEEK): Load(before=3, after=1, gained=0, lost=2),
        (SHOP, WEEK + timedelta(weeks=1)): Load(before=1, after=0, gained=0, lost=1),
        (BAKER, WEEK): Load(before=2, after=0, gained=0, lost=2),
        (MAYOR, WEEK): Load(before=0, after=2, gained=2, lost=0),
        (MAYOR, WEEK + timedelta(weeks=1)): Load(before=0, after=1, gained=1, lost=0),
    }
    assert +tally.counts == Counter(
        reports=10,
        before_sent=6,
        before_triaged=3,
        before_unresolved=1,
        after_sent=4,
        after_triaged=2,
        after_withheld=3,
        after_unresolved=1,
        before_uncovered=3,
        after_uncovered=1,
        changed=7,
        other_recipient=2,
        newly_sent=1,
        newly_triaged=1,
        newly_withheld=3,
    )
    assert tally.rules == Counter({"Jouets": 3, "Danger": 3, "Pain": 1})
    assert tally.uncovered == Counter({"food company": 1})


def test_the_same_rules_change_nothing() -> None:
    rules = (Rule("Jouets", when("toys"), Outcome.RECIPIENT, siret=MAYOR),)
    cases = [a_case(1, SHOP_FOUND, "toys"), a_case(2, NOBODY)]
    tally = compare(rules, rules, cases, stand_ins=STAND_INS)
    assert tally.counts["changed"] == 0
    assert all(load.gained == load.lost == 0 for load in tally.loads.values())


def test_two_exchanged_are_not_none_changed() -> None:
    """One recipient that gains as many as it loses is not one for whom nothing changes."""
    new = (
        Rule("a", when("toys"), Outcome.RECIPIENT, siret=BAKER),
        Rule("b", when("bread"), Outcome.RECIPIENT, siret=SHOP),
    )
    cases = [a_case(1, SHOP_FOUND, "toys"), a_case(2, BAKER_FOUND, "bread")]
    tally = compare((), new, cases, stand_ins={SHOP: SHOP, BAKER: BAKER})
    assert tally.loads[SHOP, WEEK] == Load(before=1, after=1, gained=1, lost=1)


@pytest.mark.parametrize(("stand_in", "fate"), [(BAKER, "after_sent"), (None, "after_triaged")])
def test_a_recipient_that_closed_is_replaced_or_left_to_an_agent(
    stand_in: Siret | None, fate: str
) -> None:
    rules = (Rule("a", outcome=Outcome.RECIPIENT, siret=SHOP),)
    tally = compare((), rules, [a_case(1, NOBODY)], stand_ins={SHOP: stand_in})
    assert tally.counts[fate] == 1
    assert (BAKER, WEEK) in tally.loads or stand_in is None


RULES = st.lists(
    st.builds(
        lambda name, path, siret: Rule(name, when(path), Outcome.RECIPIENT, siret=siret),
        st.text(min_size=1, max_size=3),
        st.sampled_from(["food", "toys", "bread"]),
        st.sampled_from([SHOP, BAKER, MAYOR]),
    ),
    max_size=4,
)
CASES = st.lists(
    st.builds(
        a_case,
        st.integers(1, 1000),
        st.sampled_from([SHOP_FOUND, BAKER_FOUND, NOBODY, None]),
        st.sampled_from(["food", "toys", "cars"]),
        weeks=st.integers(0, 3),
    ),
    max_size=30,
)


@given(RULES, RULES, CASES, st.integers(1, 7))
def test_nothing_is_lost_or_counted_twice_however_it_is_cut(
    old: list[Rule], new: list[Rule], cases: list[Case], size: int
) -> None:
    """After = before − lost + gained for each; batches add up to the whole."""
    stand_ins: dict[Siret, Siret | None] = {SHOP: SHOP, BAKER: BAKER, MAYOR: MAYOR}
    whole = compare(old, new, cases, stand_ins=stand_ins)
    assert sum(load.before for load in whole.loads.values()) == whole.counts["before_sent"]
    assert sum(load.after for load in whole.loads.values()) == whole.counts["after_sent"]
    for load in whole.loads.values():
        assert load.after == load.before - load.lost + load.gained
    batches = [
        compare(old, new, cases[start : start + size], stand_ins=stand_ins)
        for start in range(0, len(cases), size)
    ]
    assert sum((one.counts for one in batches), Counter()) == +whole.counts
    assert sum((one.rules for one in batches), Counter()) == whole.rules


@pytest.mark.parametrize(
    ("instant", "monday"),
    [
        (datetime(2026, 5, 10, 21, 59, tzinfo=UTC), date(2026, 5, 4)),
        (datetime(2026, 5, 10, 22, 0, tzinfo=UTC), date(2026, 5, 11)),
    ],
)
def test_a_week_begins_on_monday_in_paris(instant: datetime, monday: date) -> None:
    assert week_of(instant) == monday


def test_a_period_is_one_day_to_two_years() -> None:
    check_period(WEEK, WEEK)
    check_period(WEEK, WEEK + timedelta(days=732))
    for ends_on in (WEEK - timedelta(days=1), WEEK + timedelta(days=733)):
        with pytest.raises(BadPeriod):
            check_period(WEEK, ends_on)
