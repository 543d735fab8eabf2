"""What is planned for a case and for an establishment's letters."""

from datetime import date, datetime, timedelta

import pytest

from common.clock import PARIS
from company_portal.domain.case import Arrival, Case, Holder, open_case
from company_portal.domain.deadline import Deadline, morning_of
from company_portal.domain.rules import RULE_SETS
from company_portal.domain.schedule import (
    TaskKind,
    declined_window_task,
    holding_tasks,
    is_too_late,
    letter_task,
    next_letter_on,
    promise_check_task,
)
from tests.company_portal.builders import BAKERY, NOON, REPORT

RULES = RULE_SETS[0]


def a_case(deadline_on: date = date(2026, 5, 29)) -> Case:
    deadline = Deadline(deadline_on, "", "", RULES.version)
    arrival = Arrival(Holder(BAKERY, "Au bon pain"), 1, deadline)
    return open_case(REPORT, "V7K2-9QXD", arrival, at=NOON)


def test_reminders_come_on_days_eight_and_sixteen_and_on_the_eve() -> None:
    due = {task.kind: task.due_at for task in holding_tasks(a_case(), RULES)}

    assert due == {
        TaskKind.REMINDER_FIRST: datetime(2026, 5, 12, 9, tzinfo=PARIS),
        TaskKind.REMINDER_SECOND: datetime(2026, 5, 20, 9, tzinfo=PARIS),
        TaskKind.REMINDER_EVE: datetime(2026, 5, 28, 9, tzinfo=PARIS),
        TaskKind.DEADLINE: datetime(2026, 5, 30, 0, tzinfo=PARIS),
    }


def test_no_reminder_follows_the_eve() -> None:
    kinds = [task.kind for task in holding_tasks(a_case(date(2026, 5, 14)), RULES)]

    assert kinds == [TaskKind.REMINDER_FIRST, TaskKind.REMINDER_EVE, TaskKind.DEADLINE]


def test_a_closed_case_plans_nothing() -> None:
    assert holding_tasks(a_case().withdrawn(at=NOON), RULES) == ()


def test_each_holder_has_its_own_tasks() -> None:
    again = a_case().handed_off(
        Arrival(Holder(BAKERY, "Au bon pain"), 2, Deadline(date(2026, 5, 29), "", "", "")), at=NOON
    )

    keys = {task.key for case in (a_case(), again) for task in holding_tasks(case, RULES)}

    assert len(keys) == 8


def test_a_promise_is_checked_after_three_weeks() -> None:
    task = promise_check_task(a_case(), promised_on=date(2026, 5, 4), rules=RULES)

    assert (task.kind, task.due_at) == (TaskKind.PROMISE_CHECK, morning_of(date(2026, 5, 25)))


def test_the_window_after_a_refusal_closes_at_the_end_of_its_last_day() -> None:
    task = declined_window_task(a_case(), last_day=date(2026, 5, 19))

    assert task.due_at == datetime(2026, 5, 20, 0, tzinfo=PARIS)


@pytest.mark.parametrize(("letters_sent", "days"), [(1, 28), (2, 56), (3, 84), (4, 84), (10, 84)])
def test_letters_grow_rarer_up_to_a_cap(letters_sent: int, days: int) -> None:
    last = date(2026, 5, 4)

    following = next_letter_on(letters_sent=letters_sent, last_sent_on=last, rules=RULES)

    assert following - last == timedelta(days=days)


def test_a_letter_is_planned_once_for_each_number() -> None:
    task = letter_task(BAKERY, letters_sent=1, last_sent_on=date(2026, 5, 4), rules=RULES)

    assert (task.key, task.about) == (f"letter:{BAKERY}:2", BAKERY)


def test_old_reminders_lose_their_sense_but_not_the_one_of_the_eve() -> None:
    first, _, eve, _ = holding_tasks(a_case(), RULES)

    assert not is_too_late(first, first.due_at + timedelta(hours=20))
    assert is_too_late(first, first.due_at + timedelta(days=2))
    assert not is_too_late(eve, eve.due_at + timedelta(days=2))
