"""An agent names the recipient of a report that nobody could route."""

from dataclasses import dataclass
from uuid import UUID

from common.agent_tokens import Agent
from common.values import Siret
from routing.domain.choice import Candidate, Choice
from routing.domain.establishment import Establishment
from routing.domain.lead import Lead
from routing.domain.mode import Mode
from routing.domain.report import Report, resolved
from routing.handlers.announce_decision import announce
from routing.handlers.measure_triage import resolution_seconds
from routing.store import Store


class UnknownReport(Exception):
    """No such report, or not one that this agent may see."""


class UnknownEstablishment(Exception):
    """The registry has no establishment of that number."""


class ClosedEstablishment(Exception):
    """The establishment named is closed: it can receive nothing."""


class ClaimedByAnother(Exception):
    """Another agent is at this report."""


@dataclass(frozen=True, slots=True)
class ResolveTriage:
    """`lead`: the report is one of many that wait for it, all resolved at once."""

    report_id: UUID
    siret: Siret
    agent: Agent
    lead: Lead | None = None


async def resolve_triage(command: ResolveTriage, store: Store) -> int:
    """Route the report to the establishment named; returns the version of the decision.

    Raises `UnknownReport`, `AlreadyResolved`, `ClaimedByAnother`, `HolderExcluded`,
    `UnknownEstablishment`, `ClosedEstablishment`.
    """
    agent = command.agent
    report = await store.reports.get(command.report_id)
    if report is None or not agent.may_see(report.department):
        raise UnknownReport
    establishment = await store.establishments.get(command.siret)
    if establishment is None:
        raise UnknownEstablishment
    after = resolved(
        report,
        command.siret,
        department=establishment.location.department,
        at=store.clock.now(),
    )
    if not establishment.is_open:
        raise ClosedEstablishment
    claim = await store.desk.claim_of(command.report_id, store.clock.now())
    if claim is not None and claim.agent_id != agent.id:
        raise ClaimedByAnother
    await _announce(report, after, establishment, command, store)
    return after.version


async def _announce(
    before: Report, after: Report, chosen: Establishment, command: ResolveTriage, store: Store
) -> None:
    """Keep and tell the choice; the desk lets the report go and measures how long it waited."""
    content = await store.reports.story(after.report_id)
    await store.reports.keep(after)
    actor = f"agent/{command.agent.id}"
    choice = Choice(Mode.AGENT, chosen, (Candidate(chosen, 1.0),))
    lead = command.lead
    evidence = {"together_with": f"{lead.kind.value}:{lead.key}"} if lead else {}
    await announce(store, after, choice, content=content, evidence=evidence, decided_by=actor)
    await store.desk.release(after.report_id)
    await store.desk.record_wait(before, after, is_bulk=lead is not None)
    if before.queued_at is not None:
        resolution_seconds.observe((store.clock.now() - before.queued_at).total_seconds())
    store.audit(
        "triage_resolved",
        actor=actor,
        object_kind="report",
        object_id=str(after.report_id),
        siret=command.siret,
    )
