"""What pages and API read: the triage queue and the story of a report's decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from common.agent_tokens import Agent, Role
from common.contracts.report import ReportContent
from common.unit_of_work import UnitOfWork
from common.values import Siret
from routing.domain.lead import Lead, LeadKind
from routing.domain.mode import Mode
from routing.domain.report import Stage
from routing.domain.rules import Priority
from routing.store.queue import QueueFilter, QueuePlace, in_queue, queue_order
from routing.store.tables import DecisionRow, ReportRow, TriageClaimRow


@dataclass(frozen=True, slots=True)
class FollowedReport:
    """A report as an agent sees it, with the mode of routing's last decision."""

    report_id: UUID
    stage: Stage
    version: int
    holder: Siret | None
    department: str | None
    excluded: tuple[Siret, ...]
    queued_at: datetime | None
    content: ReportContent | None
    mode: Mode
    explanation_fr: str
    explanation_en: str
    queue: str
    priority: Priority
    lead: Lead | None
    claimed_by: UUID | None
    claimed_until: datetime | None


def territory(agent: Agent) -> frozenset[str] | None:
    """The départements whose queue the agent sees; None: all of them."""
    return None if agent.role is Role.SUPERVISOR else agent.departments


def place_of(report: FollowedReport) -> QueuePlace:
    """Raises ValueError for a report that is not in the queue."""
    if report.queued_at is None:
        raise ValueError(report.report_id)
    return QueuePlace(report.priority.value, report.queued_at, report.report_id)


async def triage_queue(
    store: UnitOfWork, wanted: QueueFilter, *, after: QueuePlace | None, limit: int
) -> Sequence[FollowedReport]:
    """The reports that wait for an agent: the most urgent, then those who wait longest."""
    now = store.clock.now()
    statement = in_queue(_followed(now), wanted, now).order_by(*queue_order()).limit(limit)
    if after is not None:
        statement = statement.where(after.follows())
    rows = await (await store.connection()).execute(statement)
    return [_report(row) for row in rows]


async def followed_report(store: UnitOfWork, report_id: UUID) -> FollowedReport | None:
    """One report with its last decision; None when unknown or erased."""
    statement = _followed(store.clock.now()).where(ReportRow.report_id == report_id)
    row = (await (await store.connection()).execute(statement)).one_or_none()
    return None if row is None else _report(row)


def _followed(now: datetime) -> Select[Any]:
    """The decision of a report's current version is its last one. A claim ends by its hour."""
    last = (DecisionRow.report_id == ReportRow.report_id) & (
        DecisionRow.version == ReportRow.version
    )
    claim = (TriageClaimRow.report_id == ReportRow.report_id) & (TriageClaimRow.until > now)
    return select(
        *ReportRow.__table__.columns,
        DecisionRow.mode,
        DecisionRow.explanation_fr,
        DecisionRow.explanation_en,
        TriageClaimRow.agent_id.label("claimed_by"),
        TriageClaimRow.until.label("claimed_until"),
    ).select_from(ReportRow.__table__.join(DecisionRow, last).outerjoin(TriageClaimRow, claim))


def _report(row: Row[Any]) -> FollowedReport:
    return FollowedReport(
        report_id=row.report_id,
        stage=Stage(row.stage),
        version=row.version,
        holder=Siret(row.holder) if row.holder else None,
        department=row.department,
        excluded=tuple(map(Siret, row.excluded)),
        queued_at=row.queued_at,
        content=ReportContent.model_validate(row.content) if row.content else None,
        mode=Mode(row.mode),
        explanation_fr=row.explanation_fr,
        explanation_en=row.explanation_en,
        queue=row.queue,
        priority=Priority(row.priority),
        lead=Lead(LeadKind(row.lead_kind), row.lead_key) if row.lead_key else None,
        claimed_by=row.claimed_by,
        claimed_until=row.claimed_until,
    )
