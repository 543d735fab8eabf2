"""Deadlines: how long, which day, and why in words."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from common.clock import PARIS
from company_portal.domain.deadline import (
    Deadline,
    Pause,
    answer_deadline,
    end_of,
    first_working_day,
    morning_of,
    paused,
    resumed,
    window_closes_on,
)
from company_portal.domain.rules import RULE_SETS, NoRulesInForce, RuleSet, Silence, rules_in_force

RULES = RULE_SETS[0]


def is_weekday(day: date) -> bool:
    return day.weekday() < 5


def test_a_holder_with_an_account_has_twenty_five_days() -> None:
    deadline = answer_deadline(
        date(2026, 5, 4), has_account=True, rules=RULES, is_working_day=is_weekday
    )

    assert deadline.on == date(2026, 5, 29)
    assert deadline.rules == "2026-1"
    assert deadline.reason_fr.startswith("25 jours pour répondre")
    assert "ne vaut ni accord ni refus" in deadline.reason_fr
    assert "neither yes nor no" in deadline.reason_en


def test_a_holder_without_an_account_has_sixty_days() -> None:
    deadline = answer_deadline(
        date(2026, 5, 4), has_account=False, rules=RULES, is_working_day=is_weekday
    )

    assert deadline.on == date(2026, 7, 3)
    assert "prévenu par courrier" in deadline.reason_fr
    assert "by letter" in deadline.reason_en


def test_a_last_day_on_a_week_end_moves_to_monday_and_says_so() -> None:
    deadline = answer_deadline(
        date(2026, 5, 5), has_account=True, rules=RULES, is_working_day=is_weekday
    )

    assert deadline.on == date(2026, 6, 1)
    assert "jour ouvré suivant" in deadline.reason_fr
    assert "next working day" in deadline.reason_en


def test_a_working_day_is_its_own_first_working_day() -> None:
    assert first_working_day(date(2026, 5, 8), is_weekday) == date(2026, 5, 8)


def test_the_search_for_another_holder_lasts_fifteen_days() -> None:
    closes = window_closes_on(date(2026, 5, 4), rules=RULES, is_working_day=is_weekday)

    assert closes == date(2026, 5, 19)


def test_a_day_ends_at_midnight_in_paris_whatever_the_season() -> None:
    assert end_of(date(2026, 7, 3)) == datetime(2026, 7, 3, 22, tzinfo=UTC)
    assert end_of(date(2026, 12, 3)) == datetime(2026, 12, 3, 23, tzinfo=UTC)


def test_reminders_leave_at_nine_in_paris() -> None:
    assert morning_of(date(2026, 5, 12)) == datetime(2026, 5, 12, 9, tzinfo=PARIS)


def later_rules() -> RuleSet:
    return RuleSet(
        version="2027-1",
        in_force_from=date(2027, 1, 1),
        days_with_account=10,
        days_without_account=20,
        reminder_days=(3, 6),
        promise_check_days=14,
        declined_window_days=7,
        question_window_days=7,
        questions_per_holding=1,
        letter_interval_days=14,
        letter_interval_cap=2,
        silence=Silence.ACCEPTANCE,
    )


def test_new_rules_apply_from_their_day_and_move_no_deadline_before_it() -> None:
    sets = (*RULE_SETS, later_rules())

    before = rules_in_force(date(2026, 12, 31), sets)
    after = rules_in_force(date(2027, 1, 1), sets)

    assert (before.version, after.version) == ("2026-1", "2027-1")
    kept = answer_deadline(
        date(2026, 12, 31), has_account=True, rules=before, is_working_day=is_weekday
    )
    assert kept.on == date(2027, 1, 25)
    assert "réputée acceptée" in (
        answer_deadline(
            date(2027, 1, 4), has_account=True, rules=after, is_working_day=is_weekday
        ).reason_fr
    )


def test_no_rules_reach_back_before_the_first_set() -> None:
    with pytest.raises(NoRulesInForce):
        rules_in_force(date(2025, 12, 31))


BEFORE = Deadline(date(2026, 5, 29), "25 jours.", "25 days.", "2026-1")
PAUSE = Pause(UUID(int=9), date(2026, 5, 4), BEFORE)


def test_a_clock_that_stands_still_says_since_when_and_until_when() -> None:
    deadline, reply_by = paused(PAUSE, rules=RULE_SETS[0], is_working_day=is_weekday)

    assert (deadline.on, reply_by) == (date(2026, 6, 15), date(2026, 5, 19))
    assert "suspendu depuis le 04/05/2026" in deadline.reason_fr
    assert "at the latest on 2026-05-19" in deadline.reason_en
    assert "Sans réponse ce jour-là" in deadline.reason_fr


@pytest.mark.parametrize(
    ("replied_on", "last_day"),
    [
        (date(2026, 5, 4), date(2026, 5, 29)),
        (date(2026, 5, 5), date(2026, 6, 1)),
        (date(2026, 5, 9), date(2026, 6, 3)),
        (date(2026, 5, 19), date(2026, 6, 15)),
        (date(2026, 7, 1), date(2026, 6, 15)),
    ],
)
def test_a_deadline_moves_by_as_long_as_the_reply_took(replied_on: date, last_day: date) -> None:
    deadline = resumed(PAUSE, replied_on=replied_on, rules=RULE_SETS[0], is_working_day=is_weekday)

    assert deadline.on == last_day
    assert deadline.reason_fr.startswith("25 jours.")
    assert ("question" in deadline.reason_en) == (replied_on > PAUSE.since)
