"""A person opens a report."""

from uuid import UUID

from common.contracts.company_portal import ReportRead
from company_portal.domain.case import Move
from company_portal.domain.rights import Action, Actor
from company_portal.handlers.case_state import state_of
from company_portal.handlers.find_case import find_case
from company_portal.store import Store


async def read_report(report_id: UUID, store: Store, *, actor: Actor) -> None:
    """Note who read what; the holder's first reading is announced.

    The receipt and what is then shown belong to one transaction: nobody reads unnoticed.
    Raises UnknownReport, ForbiddenDeed.
    """
    case, holding = await find_case(report_id, store, actor=actor, action=Action.READ_REPORT)
    store.audit(
        "report_read",
        actor=f"account:{actor.account_id}",
        object_kind="report",
        object_id=str(report_id),
        siret=holding.holder.siret,
    )
    if not case.may(Move.READ) or holding.number != case.holding.number:
        return
    now = store.clock.now()
    read = case.read(at=now)
    await store.cases.save(read, Move.READ)
    store.publish(
        ReportRead(
            report_id=read.report_id,
            version=read.version,
            reference=read.reference,
            state=state_of(read),
            occurred_at=now,
        )
    )
