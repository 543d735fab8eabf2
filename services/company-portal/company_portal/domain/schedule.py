"""What must happen later: each deed with its hour and a key that makes it happen once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from common.clock import paris_date
from company_portal.domain.case import Case
from company_portal.domain.deadline import end_of, morning_of
from company_portal.domain.rules import RuleSet


class TaskKind(StrEnum):
    REMINDER_FIRST = "reminder_first"
    REMINDER_SECOND = "reminder_second"
    REMINDER_EVE = "reminder_eve"
    DEADLINE = "deadline"
    DECLINED_WINDOW = "declined_window"
    PROMISE_CHECK = "promise_check"
    LETTER = "letter"


# What a case's holder answers for: gone as soon as the holder is.
HOLDER_TASKS = frozenset(
    {
        TaskKind.REMINDER_FIRST,
        TaskKind.REMINDER_SECOND,
        TaskKind.REMINDER_EVE,
        TaskKind.DEADLINE,
    }
)


@dataclass(frozen=True, slots=True)
class Task:
    """One deed to do once, at or after `due_at`.

    It is about a report (its identifier) or about an establishment (its SIRET).
    """

    kind: TaskKind
    due_at: datetime
    key: str
    about: UUID | str


def holding_tasks(case: Case, rules: RuleSet) -> tuple[Task, ...]:
    """Reminders and deadline of the present holder; a reminder after the eve makes no sense."""
    return tuple(_holding_tasks(case, rules))


def _holding_tasks(case: Case, rules: RuleSet) -> Iterator[Task]:
    if case.deadline is None:
        return
    since = case.holding.accepted_at or case.holding.opened_at
    opened_on, last = paris_date(since), case.deadline.on
    eve = last - timedelta(days=1)
    first, second = (opened_on + timedelta(days=days) for days in rules.reminder_days)
    reminders = {
        TaskKind.REMINDER_FIRST: first,
        TaskKind.REMINDER_SECOND: second,
        TaskKind.REMINDER_EVE: eve,
    }
    for kind, day in reminders.items():
        if opened_on < day <= eve:
            yield _case_task(case, kind, morning_of(day))
    yield _case_task(case, TaskKind.DEADLINE, end_of(last))


def declined_window_task(case: Case, *, last_day: date) -> Task:
    """When the search for another holder must end."""
    return _case_task(case, TaskKind.DECLINED_WINDOW, end_of(last_day))


def promise_check_task(case: Case, *, promised_on: date, rules: RuleSet) -> Task:
    """When the consumer is asked whether the promise was kept."""
    day = promised_on + timedelta(days=rules.promise_check_days)
    return _case_task(case, TaskKind.PROMISE_CHECK, morning_of(day))


def letter_task(siret: str, *, letters_sent: int, last_sent_on: date, rules: RuleSet) -> Task:
    """When the next letter may leave to an establishment that still has no account."""
    day = next_letter_on(letters_sent=letters_sent, last_sent_on=last_sent_on, rules=rules)
    key = f"letter:{siret}:{letters_sent + 1}"
    return Task(TaskKind.LETTER, morning_of(day), key, siret)


def next_letter_on(*, letters_sent: int, last_sent_on: date, rules: RuleSet) -> date:
    """The first day for another letter: the interval grows with the letters sent, up to a cap."""
    times = min(letters_sent, rules.letter_interval_cap)
    return last_sent_on + timedelta(days=rules.letter_interval_days * times)


def _case_task(case: Case, kind: TaskKind, due_at: datetime) -> Task:
    key = f"{kind}:{case.report_id}:{case.holding.number}"
    return Task(kind, due_at, key, case.report_id)


def is_too_late(task: Task, now: datetime) -> bool:
    """Whether a reminder has lost its sense: after a stop of the service they must not pile up.

    The one of the eve is worth sending until the deadline itself.
    """
    return task.kind is not TaskKind.REMINDER_EVE and now - task.due_at > timedelta(days=1)
