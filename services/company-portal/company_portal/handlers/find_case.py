"""A case as one person may see it, or not at all."""

from uuid import UUID

from company_portal.domain.case import LEFT, Case, Holding
from company_portal.domain.rights import Action, Actor
from company_portal.handlers.demand_right import demand_right
from company_portal.store import Store


class UnknownReport(LookupError):
    """There is no such report, or none that this person may see."""


async def find_case(
    report_id: UUID, store: Store, *, actor: Actor, action: Action
) -> tuple[Case, Holding]:
    """The case, held for this transaction, and the actor's own latest holding of it.

    Raises UnknownReport, ForbiddenDeed.
    """
    # The report's turn before any of its rows: the order that messages and due tasks keep.
    if not await store.reports.take_turn(report_id):
        raise UnknownReport(report_id)
    case = await store.cases.lock(report_id)
    holding = await store.cases.holding_of(report_id, actor)
    if case is None or holding is None:
        raise UnknownReport(report_id)
    demand_right(actor, action, holding.holder.siret)
    return case, holding


def has_left(holding: Holding) -> bool:
    """Whether only a trace remains: the report went elsewhere."""
    return holding.ending in LEFT
