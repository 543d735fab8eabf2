"""The lines of the reports' stories."""

from uuid import UUID

from sqlalchemy import Text, cast, delete, tuple_
from sqlalchemy.dialects.postgresql import insert

from agent_analytics.domain.timeline import Entry
from agent_analytics.store.tables import TimelineRow
from common.unit_of_work import UnitOfWork


class Timeline:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def add(self, report_id: UUID, entry: Entry) -> None:
        """Add the line; of two that tell the same occurrence, the later one stays."""
        row = insert(TimelineRow).values(
            report_id=report_id,
            happening=entry.happening.value,
            occurrence=entry.occurrence,
            at=entry.at,
            detail=dict(entry.detail),
        )
        told = tuple_(row.excluded.at, cast(row.excluded.detail, Text))
        known = tuple_(TimelineRow.at, cast(TimelineRow.detail, Text))
        await (await self._work.connection()).execute(
            row.on_conflict_do_update(
                index_elements=["report_id", "happening", "occurrence"],
                set_={"at": row.excluded.at, "detail": row.excluded.detail},
                where=told > known,
            )
        )

    async def erase(self, report_id: UUID) -> None:
        await (await self._work.connection()).execute(
            delete(TimelineRow).where(TimelineRow.report_id == report_id)
        )
