"""What pages and API read: the triage queue and the story of a report's decisions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Row, Select, select, tuple_

from common.agent_tokens import Agent, Role
from common.contracts.report import ReportContent
from common.unit_of_work import UnitOfWork
from common.values import Siret
from routing.domain.mode import Mode
from routing.domain.report import Stage
from routing.store.tables import DecisionRow, ReportRow


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


def territory(agent: Agent) -> frozenset[str] | None:
    """The départements whose queue the agent sees; None: all of them."""
    return None if agent.role is Role.SUPERVISOR else agent.departments


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Where a page of the queue ends: the order is since when, then which."""

    queued_at: datetime
    report_id: UUID

    @property
    def texts(self) -> tuple[str, str]:
        return self.queued_at.isoformat(), str(self.report_id)

    @classmethod
    def parse(cls, queued_at: str, report_id: str) -> Self:
        """Raises ValueError for texts that name no place."""
        return cls(datetime.fromisoformat(queued_at), UUID(report_id))


def place_of(report: FollowedReport) -> QueuePlace:
    """Raises ValueError for a report that is not in the queue."""
    if report.queued_at is None:
        raise ValueError(report.report_id)
    return QueuePlace(report.queued_at, report.report_id)


async def triage_queue(
    store: UnitOfWork,
    departments: Collection[str] | None,
    *,
    after: QueuePlace | None,
    limit: int,
) -> Sequence[FollowedReport]:
    """The reports that wait for an agent, longest first; None: every département.

    A report of unknown département is only in the queue of those who see them all.
    """
    order = (ReportRow.queued_at, ReportRow.report_id)
    statement = _followed().where(ReportRow.stage == Stage.TRIAGE).order_by(*order).limit(limit)
    if departments is not None:
        statement = statement.where(ReportRow.department.in_(departments))
    if after is not None:
        statement = statement.where(tuple_(*order) > (after.queued_at, after.report_id))
    rows = await (await store.connection()).execute(statement)
    return [_report(row) for row in rows]


async def followed_report(store: UnitOfWork, report_id: UUID) -> FollowedReport | None:
    """One report with its last decision; None when unknown or erased."""
    statement = _followed().where(ReportRow.report_id == report_id)
    row = (await (await store.connection()).execute(statement)).one_or_none()
    return None if row is None else _report(row)


def _followed() -> Select[Any]:
    """The decision of a report's current version is its last one."""
    last = (DecisionRow.report_id == ReportRow.report_id) & (
        DecisionRow.version == ReportRow.version
    )
    return select(
        *ReportRow.__table__.columns,
        DecisionRow.mode,
        DecisionRow.explanation_fr,
        DecisionRow.explanation_en,
    ).join(DecisionRow, last)


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
    )
