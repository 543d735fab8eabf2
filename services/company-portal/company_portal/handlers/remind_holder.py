"""Time passes: the holder is reminded, the consumer asked whether a promise was kept."""

from common.contracts.company_portal import PromiseCheckFellDue, Reminder, ReminderFellDue
from company_portal.domain.case import Case, Move
from company_portal.domain.schedule import Task, TaskKind, is_too_late
from company_portal.handlers.case_state import state_of
from company_portal.store import Store

_REMINDERS = {
    TaskKind.REMINDER_FIRST: Reminder.FIRST,
    TaskKind.REMINDER_SECOND: Reminder.SECOND,
    TaskKind.REMINDER_EVE: Reminder.EVE,
}


async def remind_holder(case: Case, store: Store, *, task: Task) -> None:
    """Ask for a reminder. Who has no account is told by letters instead.

    Nobody is pressed while the consumer's reply is awaited, but on the eve of the last day.
    """
    now, holder = store.clock.now(), case.holder
    if holder is None or not case.may(Move.REMIND) or is_too_late(task, now):
        return
    if case.pause is not None and task.kind is not TaskKind.REMINDER_EVE:
        return
    if not await store.accounts.exists_for(holder.siret):
        return
    reminded = case.reminded()
    await store.cases.save(reminded, Move.REMIND)
    store.publish(
        ReminderFellDue(
            report_id=reminded.report_id,
            version=reminded.version,
            reference=reminded.reference,
            state=state_of(reminded),
            occurred_at=now,
            siret=holder.siret,
            siren=holder.siren,
            reminder=_REMINDERS[task.kind],
        )
    )


async def check_promise(case: Case, store: Store) -> None:
    """Have the consumer asked whether the promise was kept."""
    promised_on = await store.cases.promised_on(case.report_id)
    if promised_on is None or not case.may(Move.CHECK_PROMISE):
        return
    checked = case.promise_checked()
    await store.cases.save(checked, Move.CHECK_PROMISE)
    store.publish(
        PromiseCheckFellDue(
            report_id=checked.report_id,
            version=checked.version,
            reference=checked.reference,
            state=state_of(checked),
            occurred_at=store.clock.now(),
            promised_on=promised_on,
        )
    )
