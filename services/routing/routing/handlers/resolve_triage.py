"""An agent names the recipient of a report that nobody could route."""

from dataclasses import dataclass
from uuid import UUID

from common.agent_tokens import Agent
from common.values import Siret
from routing.domain.choice import Candidate, Choice
from routing.domain.mode import Mode
from routing.domain.report import resolved
from routing.handlers.announce_decision import announce
from routing.store import Store


class UnknownReport(Exception):
    """No such report, or not one that this agent may see."""


class UnknownEstablishment(Exception):
    """The registry has no establishment of that number."""


class ClosedEstablishment(Exception):
    """The establishment named is closed: it can receive nothing."""


@dataclass(frozen=True, slots=True)
class ResolveTriage:
    report_id: UUID
    siret: Siret
    agent: Agent


async def resolve_triage(command: ResolveTriage, store: Store) -> int:
    """Route the report to the establishment named; returns the version of the decision.

    Raises `UnknownReport`, `AlreadyResolved`, `HolderExcluded`, `UnknownEstablishment`,
    `ClosedEstablishment`.
    """
    report = await store.reports.get(command.report_id)
    if report is None or not command.agent.may_see(report.department):
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
    content = await store.reports.story(command.report_id)
    await store.reports.keep(after)
    actor = f"agent/{command.agent.id}"
    choice = Choice(Mode.AGENT, establishment, (Candidate(establishment, 1.0),))
    await announce(store, after, choice, content=content, evidence={}, decided_by=actor)
    store.audit(
        "triage_resolved",
        actor=actor,
        object_kind="report",
        object_id=str(command.report_id),
        siret=command.siret,
    )
    return after.version
