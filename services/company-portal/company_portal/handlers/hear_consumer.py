"""The consumer wrote to the holder; the reply to a question sets the clock going again."""

from common.clock import paris_date
from common.contracts.company_portal import MessageReceived
from common.contracts.intake import MessageSent
from company_portal.domain.case import Case, Move
from company_portal.domain.deadline import Deadline, resumed
from company_portal.domain.rules import rules_in_force
from company_portal.domain.schedule import HOLDER_TASKS, holding_tasks
from company_portal.handlers.case_state import state_of
from company_portal.ports import WorkingDays
from company_portal.store import Store


async def hear_consumer(sent: MessageSent, store: Store, *, calendar: WorkingDays) -> None:
    """Keep the message, even before its report; who holds the report is told of it.

    The clock goes on from the day that the consumer wrote, however late the message comes.
    """
    if not await store.reports.take_turn(sent.report_id) or not await store.thread.keep(sent):
        return
    case = await store.cases.lock(sent.report_id)
    if case is None or not case.may(Move.HEAR):
        return
    deadline = _deadline_after(sent, case, calendar)
    heard = case.heard(deadline)
    await store.cases.save(heard, Move.HEAR)
    if deadline is not None:
        await store.schedule.drop(heard.report_id, HOLDER_TASKS)
        rules = rules_in_force(paris_date(store.clock.now()))
        await store.schedule.add(holding_tasks(heard, rules))
    store.publish(
        MessageReceived(
            report_id=heard.report_id,
            version=heard.version,
            reference=heard.reference,
            state=state_of(heard),
            occurred_at=store.clock.now(),
            message_id=sent.message_id,
            siret=heard.holding.holder.siret,
            siren=heard.holding.holder.siren,
            resumes=deadline is not None,
        )
    )


def _deadline_after(sent: MessageSent, case: Case, calendar: WorkingDays) -> Deadline | None:
    """The deadline that the reply brings back; None when no reply was awaited, or another."""
    if case.pause is None or sent.question_id != case.pause.question_id:
        return None
    replied_on = paris_date(sent.sent_at)
    return resumed(
        case.pause,
        replied_on=replied_on,
        rules=rules_in_force(replied_on),
        is_working_day=calendar.is_working_day,
    )
