"""What falls due: reminders, deadlines, checks of promises, windows; each once."""

import asyncio
from datetime import datetime, timedelta

import pytest

from common.clock import PARIS
from common.contracts.company_portal import (
    CaseClosed,
    PromiseCheckFellDue,
    Reminder,
    ReminderFellDue,
    ReportDeclined,
)
from common.contracts.report import ReportStatus
from common.testing.clock import FrozenClock
from company_portal.domain.answer import AnswerKind, AnswerReason
from company_portal.domain.rights import Access, Actor, Role
from company_portal.domain.schedule import Task, TaskKind
from company_portal.handlers import run_due_task as subject
from company_portal.handlers.answer_report import AnswerReport, answer_report
from company_portal.handlers.read_report import read_report
from company_portal.parts import PortalParts
from company_portal.store import Store
from tests.company_portal.builders import (
    BAKERY,
    GARAGE,
    NOON,
    REPORT,
    a_routing,
    an_account,
    an_erasure,
    announced,
    receive,
    run_due_tasks,
)


async def the_manager(parts: PortalParts) -> Actor:
    return Actor(await an_account(parts), (Access(BAKERY, Role.ADMIN),))


async def answered(parts: PortalParts, manager: Actor, kind: AnswerKind, why: AnswerReason) -> None:
    async with parts.open_store() as store:
        await answer_report(
            AnswerReport(REPORT, kind, why, "Bonjour"),
            store,
            actor=manager,
            calendar=parts.calendar,
        )


def morning(day: int, month: int = 5) -> datetime:
    return datetime(2026, month, day, 9, 30, tzinfo=PARIS)


async def test_the_holder_is_reminded_three_times_then_the_case_closes_unread(
    parts: PortalParts, clock: FrozenClock
) -> None:
    await the_manager(parts)
    await receive(parts, a_routing())

    for day in (12, 20, 28):
        clock.set(morning(day))
        assert await run_due_tasks(parts) == 1
    clock.set(datetime(2026, 5, 29, 23, 59, tzinfo=PARIS))
    assert await run_due_tasks(parts) == 0
    clock.set(datetime(2026, 5, 30, 0, 0, tzinfo=PARIS))
    assert await run_due_tasks(parts) == 1

    reminders = await announced(parts, ReminderFellDue)
    assert [reminder.reminder for reminder in reminders] == list(Reminder)
    assert [reminder.version for reminder in reminders] == [2, 3, 4]
    (closed,) = await announced(parts, CaseClosed)
    assert (closed.state.status, closed.version) == (ReportStatus.EXPIRED_UNREAD, 5)
    assert (closed.state.holder_siret, closed.siret) == (None, BAKERY)


async def test_a_report_read_and_left_closes_unanswered(
    parts: PortalParts, clock: FrozenClock
) -> None:
    manager = await the_manager(parts)
    await receive(parts, a_routing())
    async with parts.open_store() as store:
        await read_report(REPORT, store, actor=manager)
    clock.set(morning(30))

    await run_due_tasks(parts)

    (closed,) = await announced(parts, CaseClosed)
    assert closed.state.status is ReportStatus.EXPIRED_UNANSWERED


async def test_after_a_long_stop_reminders_do_not_pile_up(
    parts: PortalParts, clock: FrozenClock
) -> None:
    await the_manager(parts)
    await receive(parts, a_routing())
    clock.set(morning(28))

    assert await run_due_tasks(parts) == 3

    reminders = await announced(parts, ReminderFellDue)
    assert [reminder.reminder for reminder in reminders] == [Reminder.EVE]


async def test_who_has_no_account_gets_letters_and_no_reminder(
    parts: PortalParts, clock: FrozenClock
) -> None:
    await receive(parts, a_routing())
    clock.set(morning(12))

    assert await run_due_tasks(parts) == 1

    assert await announced(parts, ReminderFellDue) == []


async def test_a_promise_is_checked_three_weeks_later(
    parts: PortalParts, clock: FrozenClock
) -> None:
    manager = await the_manager(parts)
    await receive(parts, a_routing())
    await answered(parts, manager, AnswerKind.PROMISE, AnswerReason.REFUND_OR_CREDIT)
    clock.set(morning(25))

    assert await run_due_tasks(parts) == 1

    (check,) = await announced(parts, PromiseCheckFellDue)
    assert (check.promised_on, check.version) == (NOON.date(), 3)
    assert check.state.status is ReportStatus.PROMISED


async def test_a_report_nobody_takes_over_closes_after_fifteen_days(
    parts: PortalParts, clock: FrozenClock
) -> None:
    manager = await the_manager(parts)
    await receive(parts, a_routing())
    await answered(parts, manager, AnswerKind.NOT_CONCERNED, AnswerReason.HOMONYM)
    clock.set(morning(20))

    assert await run_due_tasks(parts) == 1

    (declined,) = await announced(parts, ReportDeclined)
    (closed,) = await announced(parts, CaseClosed)
    assert declined.state.status is ReportStatus.TRIAGE
    assert closed.state.status is ReportStatus.NOT_CONCERNED


async def test_a_new_holder_in_time_stops_the_window(
    parts: PortalParts, clock: FrozenClock
) -> None:
    manager = await the_manager(parts)
    await receive(parts, a_routing())
    await answered(parts, manager, AnswerKind.NOT_CONCERNED, AnswerReason.HOMONYM)
    await receive(parts, a_routing(version=2, siret=GARAGE))
    clock.set(morning(20))

    await run_due_tasks(parts)

    assert await announced(parts, CaseClosed) == []


async def test_two_workers_at_once_do_each_task_once(
    parts: PortalParts, clock: FrozenClock
) -> None:
    await the_manager(parts)
    await receive(parts, a_routing())
    clock.set(morning(12))

    done = await asyncio.gather(run_due_tasks(parts), run_due_tasks(parts))

    assert sum(done) == 1
    assert len(await announced(parts, ReminderFellDue)) == 1


async def test_a_task_that_fails_comes_back_after_a_pause_and_delays_no_other(
    parts: PortalParts, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await the_manager(parts)
    await receive(parts, a_routing())
    clock.set(morning(12))

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(subject, "remind_holder", broken)
        with pytest.raises(RuntimeError):
            await run_due_tasks(parts)
        assert await run_due_tasks(parts) == 0
    clock.advance(timedelta(minutes=1))
    assert await run_due_tasks(parts) == 1
    assert len(await announced(parts, ReminderFellDue)) == 1


async def test_a_task_claimed_before_its_report_was_erased_does_nothing(
    parts: PortalParts, clock: FrozenClock
) -> None:
    await the_manager(parts)
    await receive(parts, a_routing())
    clock.set(morning(12))
    async with parts.open_store() as store:
        claimed = await store.schedule.claim()
    await receive(parts, an_erasure())

    assert claimed is not None
    await run_claimed(parts, claimed)

    assert await announced(parts, ReminderFellDue) == []


@pytest.mark.parametrize(
    "kind", [TaskKind.DEADLINE, TaskKind.DECLINED_WINDOW, TaskKind.PROMISE_CHECK]
)
async def test_a_task_without_object_any_more_changes_nothing(
    parts: PortalParts, kind: TaskKind
) -> None:
    await receive(parts, a_routing())
    task = Task(kind, NOON, f"stray:{kind}", REPORT)
    async with parts.open_store() as store:
        await store.schedule.add([task])

    await run_due_tasks(parts)

    assert await announced(parts, CaseClosed) == []
    assert await announced(parts, PromiseCheckFellDue) == []


@pytest.mark.parametrize(
    "stray",
    [
        Task(TaskKind.DEADLINE, NOON, "stray:report", REPORT),
        Task(TaskKind.LETTER, NOON, "stray:letter", GARAGE),
    ],
)
async def test_a_task_about_what_never_came_ends_quietly(parts: PortalParts, stray: Task) -> None:
    async with parts.open_store() as store:
        await store.schedule.add([stray])

    assert await run_due_tasks(parts) == 1


@pytest.mark.parametrize(
    "gone",
    [
        Task(TaskKind.DEADLINE, NOON, "gone:report", REPORT),
        Task(TaskKind.LETTER, NOON, "gone:letter", GARAGE),
    ],
)
async def test_a_task_finished_by_another_worker_is_not_done_again(
    parts: PortalParts, gone: Task
) -> None:
    await run_claimed(parts, gone)

    assert await announced(parts, CaseClosed) == []


async def run_claimed(parts: PortalParts, task: Task) -> None:
    """Go on with a task that was claimed earlier."""

    class Claimed:
        async def claim(self) -> Task:
            return task

    first = True

    def open_store() -> Store:
        nonlocal first
        store = parts.open_store()
        if first:
            store.__dict__["schedule"] = Claimed()
        first = False
        return store

    assert await subject.run_due_task(open_store) == 1
