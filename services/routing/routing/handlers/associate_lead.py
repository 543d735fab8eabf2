"""An agent says which company is behind a lead, or how far the search for it is."""

from dataclasses import dataclass

from common.agent_tokens import Agent
from common.values import Siret
from routing.domain.lead import KnownLead, Lead, LeadState, checked
from routing.handlers.resolve_triage import ClosedEstablishment, UnknownEstablishment
from routing.store import Store


@dataclass(frozen=True, slots=True)
class AssociateLead:
    lead: Lead
    state: LeadState
    agent: Agent
    siret: Siret | None = None
    country: str | None = None
    is_marketplace: bool = False


async def associate_lead(command: AssociateLead, store: Store) -> KnownLead:
    """Keep what the agent says; the worker then looks again at every report that waited for it.

    Raises `IncompleteLead`, `UnknownEstablishment`, `ClosedEstablishment`.
    """
    actor = f"agent/{command.agent.id}"
    before = await store.leads.get(command.lead)
    known = checked(
        KnownLead(
            command.lead,
            command.state,
            siret=command.siret,
            country=command.country,
            is_marketplace=command.is_marketplace,
            label=before.label if before else None,
            source=actor,
        )
    )
    if known.siret is not None:
        establishment = await store.establishments.get(known.siret)
        if establishment is None:
            raise UnknownEstablishment
        if not establishment.is_open:
            raise ClosedEstablishment
    await store.leads.keep(known)
    store.audit(
        "lead_associated",
        actor=actor,
        object_kind="lead",
        object_id=f"{command.lead.kind.value}:{command.lead.key}",
        state=known.state.value,
        siret=known.siret or "",
    )
    return known
