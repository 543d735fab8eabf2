"""One choice for every report that waits for the same website, number, account or product."""

from dataclasses import dataclass

from common.agent_tokens import Agent
from common.values import Siret
from routing.domain.lead import Lead, LeadState
from routing.domain.report import AlreadyResolved, HolderExcluded
from routing.handlers.associate_lead import AssociateLead, associate_lead
from routing.handlers.resolve_triage import (
    ClaimedByAnother,
    ClosedEstablishment,
    ResolveTriage,
    UnknownEstablishment,
    resolve_triage,
)
from routing.store import Store
from routing.store.queries import territory
from routing.store.queue import QueueFilter, queue_size, waiting_of

# In one transaction; what is left is said, and the agent goes on.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ResolveTogether:
    """`remember`: it is the company's for good, the next reports go there by themselves."""

    lead: Lead
    siret: Siret
    agent: Agent
    remember: bool = False


@dataclass(frozen=True, slots=True)
class ResolvedTogether:
    """`skipped` were in another agent's hands, or declined by that recipient before."""

    resolved: int
    skipped: int
    remaining: int


async def resolve_together(command: ResolveTogether, store: Store) -> ResolvedTogether:
    """Route each of them, each by a decision of its own, within the agent's territory.

    Raises `UnknownEstablishment`, `ClosedEstablishment`, and for `remember` `IncompleteLead`.
    """
    await _check(command.siret, store)
    wanted = QueueFilter(territory(command.agent), lead=command.lead)
    resolved = skipped = 0
    for report_id in await waiting_of(store, wanted, limit=AT_ONCE):
        one = ResolveTriage(report_id, command.siret, command.agent, lead=command.lead)
        try:
            await resolve_triage(one, store)
        except (AlreadyResolved, HolderExcluded, ClaimedByAnother):
            skipped += 1
        else:
            resolved += 1
    if command.remember:
        identified = LeadState.IDENTIFIED
        told = AssociateLead(command.lead, identified, command.agent, siret=command.siret)
        await associate_lead(told, store)
    size = await queue_size(store, wanted)
    return ResolvedTogether(resolved, skipped, size.waiting)


async def _check(siret: Siret, store: Store) -> None:
    establishment = await store.establishments.get(siret)
    if establishment is None:
        raise UnknownEstablishment
    if not establishment.is_open:
        raise ClosedEstablishment
