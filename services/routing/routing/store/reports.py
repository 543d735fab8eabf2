"""The reports that routing follows."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, null, select, update

from common.contracts.report import ReportContent
from common.unit_of_work import UnitOfWork
from common.values import Siret
from routing.domain.lead import Lead, LeadKind
from routing.domain.report import Report, Stage
from routing.domain.rules import Priority
from routing.store.tables import ReportRow

# Once a report has reached one of these, routing has no use for what it tells.
_WITHOUT_CONTENT = frozenset({Stage.WITHDRAWN, Stage.ERASED, Stage.CLOSED, Stage.NOT_TRANSMITTED})


class StoryForgotten(LookupError):
    """Routing no longer holds, or never held, what the consumer told."""


class Reports:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def get(self, report_id: UUID) -> Report | None:
        """The report, locked until the transaction ends; None when it is unknown."""
        statement = select(ReportRow.__table__).where(ReportRow.report_id == report_id)
        rows = await (await self._store.connection()).execute(statement.with_for_update())
        row = rows.one_or_none()
        return None if row is None else _report(row)

    async def story(self, report_id: UUID) -> ReportContent:
        """What the consumer told. Raises `StoryForgotten` once routing has no use for it."""
        statement = select(ReportRow.content).where(ReportRow.report_id == report_id)
        told = await (await self._store.connection()).scalar(statement)
        if told is None:
            raise StoryForgotten(report_id)
        return ReportContent.model_validate(told)

    async def add(self, report: Report, content: ReportContent | None) -> None:
        """Keep a report not known yet; of two at once, the second fails and is tried again."""
        told = content.model_dump(mode="json") if content and _keeps_content(report) else null()
        statement = insert(ReportRow).values(
            report_id=report.report_id, content=told, **_columns(report)
        )
        await (await self._store.connection()).execute(statement)

    async def keep(self, report: Report) -> None:
        """Write the report as it is now; what it tells goes when nobody needs it here any more."""
        changes = _columns(report)
        if not _keeps_content(report):
            changes["content"] = null()
        statement = (
            update(ReportRow).where(ReportRow.report_id == report.report_id).values(**changes)
        )
        await (await self._store.connection()).execute(statement)


def _keeps_content(report: Report) -> bool:
    return report.stage not in _WITHOUT_CONTENT


def _columns(report: Report) -> dict[str, Any]:
    return {
        "stage": report.stage.value,
        "version": report.version,
        "portal_version": report.portal_version,
        "holder": report.holder,
        "department": report.department,
        "queue": report.queue,
        "priority": report.priority.value,
        "excluded": sorted(report.excluded),
        "queued_at": report.queued_at,
        "lead_kind": report.lead.kind.value if report.lead else None,
        "lead_key": report.lead.key if report.lead else None,
    }


def _report(row: Row[Any]) -> Report:
    return Report(
        report_id=row.report_id,
        stage=Stage(row.stage),
        version=row.version,
        portal_version=row.portal_version,
        holder=Siret(row.holder) if row.holder else None,
        department=row.department,
        queue=row.queue,
        priority=Priority(row.priority),
        excluded=frozenset(map(Siret, row.excluded)),
        queued_at=row.queued_at,
        lead=Lead(LeadKind(row.lead_kind), row.lead_key) if row.lead_key else None,
    )
