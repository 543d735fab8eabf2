"""The consumer took the report back."""

from common.contracts.company_portal import CaseClosed
from common.contracts.intake import ReportWithdrawn
from company_portal.domain.case import Move
from company_portal.domain.schedule import HOLDER_TASKS, TaskKind
from company_portal.handlers.case_state import state_of
from company_portal.store import Store


async def withdraw_report(withdrawn: ReportWithdrawn, store: Store) -> None:
    """Close the case; a report that no company got yet will never be given to one.

    What was answered or closed before stays as it is.
    """
    if not await store.reports.take_turn(withdrawn.report_id):
        return
    await store.consumer_facts.keep_withdrawal(withdrawn.report_id, at=withdrawn.withdrawn_at)
    case = await store.cases.lock(withdrawn.report_id)
    if case is None or not case.may(Move.WITHDRAW):
        return
    now = store.clock.now()
    closed = case.withdrawn(at=now)
    await store.cases.save(closed, Move.WITHDRAW)
    await store.schedule.drop(case.report_id, HOLDER_TASKS | {TaskKind.DECLINED_WINDOW})
    store.publish(
        CaseClosed(
            report_id=closed.report_id,
            version=closed.version,
            reference=closed.reference,
            state=state_of(closed),
            occurred_at=now,
            siret=case.holder and case.holder.siret,
        )
    )
