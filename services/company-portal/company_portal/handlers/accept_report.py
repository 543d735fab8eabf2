"""The holder of a report that was offered says that it is concerned."""

from uuid import UUID

from common.clock import paris_date
from common.contracts.company_portal import OfferAccepted
from company_portal.domain.case import Case, ImpossibleMove, Move
from company_portal.domain.deadline import answer_deadline
from company_portal.domain.rights import Action, Actor
from company_portal.domain.rules import rules_in_force
from company_portal.domain.schedule import HOLDER_TASKS, holding_tasks
from company_portal.domain.status import Status
from company_portal.handlers.case_state import state_of
from company_portal.handlers.find_case import find_case, has_left
from company_portal.ports import WorkingDays
from company_portal.store import Store


async def accept_report(
    report_id: UUID, store: Store, *, actor: Actor, calendar: WorkingDays
) -> Case:
    """Make the report the holder’s own: its time to answer begins today.

    Raises UnknownReport, ForbiddenDeed, ImpossibleMove.
    """
    case, holding = await find_case(report_id, store, actor=actor, action=Action.ANSWER_REPORT)
    if has_left(holding):
        raise ImpossibleMove(Move.ACCEPT, Status.NOT_CONCERNED)
    now = store.clock.now()
    today = paris_date(now)
    rules = rules_in_force(today)
    has_account = await store.accounts.exists_for(holding.holder.siret)
    deadline = answer_deadline(
        today,
        has_account=has_account,
        rules=rules,
        is_working_day=calendar.is_working_day,
    )
    accepted = case.accepted(deadline, at=now)
    await store.cases.save(accepted, Move.ACCEPT)
    await store.schedule.drop(report_id, HOLDER_TASKS)
    await store.schedule.add(holding_tasks(accepted, rules))
    store.publish(
        OfferAccepted(
            report_id=report_id,
            version=accepted.version,
            reference=accepted.reference,
            state=state_of(accepted),
            occurred_at=now,
            siret=holding.holder.siret,
        )
    )
    store.audit(
        "report_accepted",
        actor=f"account:{actor.account_id}",
        object_kind="report",
        object_id=str(report_id),
        siret=holding.holder.siret,
    )
    return accepted
