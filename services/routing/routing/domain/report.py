"""A report as routing follows it: where it is, who refused it, and what may happen next."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from common.values import Siret
from routing.domain.lead import Lead
from routing.domain.mode import FOUND, WITHHELD, Mode
from routing.domain.rules import GENERAL, Priority


class Stage(StrEnum):
    """Where a report stands for routing; the last three are final."""

    ROUTED = "routed"
    TRIAGE = "triage"
    NOT_TRANSMITTED = "not_transmitted"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class AlreadyResolved(Exception):
    """The report is not (or no longer) waiting for an agent."""


class HolderExcluded(Exception):
    """The establishment has already declined this report."""


@dataclass(frozen=True, slots=True)
class Report:
    """`version` counts routing's decisions, `portal_version` is the newest fact heard from the
    portal; `excluded` holds everyone who declined. `queue` and `priority` are the rules’ word to
    the triage desk; `lead` is what may still tell the recipient.
    """

    report_id: UUID
    stage: Stage
    version: int = 0
    portal_version: int = 0
    holder: Siret | None = None
    department: str | None = None
    excluded: frozenset[Siret] = frozenset()
    queued_at: datetime | None = None
    queue: str = GENERAL
    priority: Priority = Priority.NORMAL
    lead: Lead | None = None


def stage_after(mode: Mode) -> Stage:
    if mode in FOUND:
        return Stage.ROUTED
    return Stage.NOT_TRANSMITTED if mode in WITHHELD else Stage.TRIAGE


def decided(
    report: Report, mode: Mode, *, holder: Siret | None, department: str | None, at: datetime
) -> Report:
    """The report after one more decision of routing."""
    stage = stage_after(mode)
    return replace(
        report,
        stage=stage,
        version=report.version + 1,
        holder=holder,
        department=department or report.department,
        queued_at=at if stage is Stage.TRIAGE else None,
    )


def resolved(report: Report, siret: Siret, *, department: str | None, at: datetime) -> Report:
    """The report once an agent named the recipient; refuses what another already settled."""
    if report.stage is not Stage.TRIAGE:
        raise AlreadyResolved
    if siret in report.excluded:
        raise HolderExcluded
    return decided(report, Mode.AGENT, holder=siret, department=department, at=at)


def declined(report: Report, siret: Siret, *, portal_version: int, at: datetime) -> Report | None:
    """The report after a holder refused it: back in triage, or only the refusal remembered.

    Only the present holder's refusal sends the report back; nobody is given twice what they
    declined, so it can be no refusal of another time. None: nothing changes.
    """
    if report.stage is Stage.ERASED:
        return None
    known = replace(
        report,
        excluded=report.excluded | {siret},
        portal_version=max(portal_version, report.portal_version),
    )
    if report.stage is Stage.ROUTED and report.holder == siret:
        return decided(known, Mode.DECLINED, holder=None, department=None, at=at)
    return None if known == report else known


def withdrawn(report: Report) -> Report | None:
    """The report taken back by the consumer; None when that changes nothing."""
    if report.stage in {Stage.WITHDRAWN, Stage.ERASED}:
        return None
    return replace(report, stage=Stage.WITHDRAWN, holder=None, queued_at=None)


def closed(report: Report, *, portal_version: int) -> Report | None:
    """The report once the portal closed it: it leaves the queue. Late words change nothing."""
    if report.stage is Stage.ERASED or portal_version <= report.portal_version:
        return None
    known = replace(report, portal_version=portal_version)
    if report.stage is Stage.WITHDRAWN:
        return known
    return replace(known, stage=Stage.CLOSED, holder=None, queued_at=None)


def erased(report_id: UUID) -> Report:
    """What is left of a report whose erasure was asked: the memory that it must not come back."""
    return Report(report_id, Stage.ERASED)
