"""A deadline passed."""

from common.contracts.company_portal import CaseClosed
from company_portal.domain.case import Case, Move
from company_portal.domain.deadline import end_of
from company_portal.handlers.case_state import state_of
from company_portal.store import Store


async def close_expired(case: Case, store: Store) -> None:
    """Close a case whose holder let its last day go by; one that was only offered was nobody’s."""
    now = store.clock.now()
    if case.deadline is None or now < end_of(case.deadline.on):
        return
    if case.is_offered:
        await close_unclaimed(case, store)
        return
    if not case.may(Move.EXPIRE):
        return
    closed = case.expired(at=now)
    await store.cases.save(closed, Move.EXPIRE)
    _announce(closed, store)


async def close_unclaimed(case: Case, store: Store) -> None:
    """Close a case that no other company took after its holder declined it."""
    if not case.may(Move.CLOSE_UNCLAIMED):
        return
    closed = case.closed_unclaimed(at=store.clock.now())
    await store.cases.save(closed, Move.CLOSE_UNCLAIMED)
    _announce(closed, store)


def _announce(closed: Case, store: Store) -> None:
    store.publish(
        CaseClosed(
            report_id=closed.report_id,
            version=closed.version,
            reference=closed.reference,
            state=state_of(closed),
            occurred_at=store.clock.now(),
            siret=closed.holding.holder.siret,
        )
    )
