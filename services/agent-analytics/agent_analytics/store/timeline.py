"""The lines of the reports' stories."""

from uuid import UUID

from sqlalchemy import ClauseElement, Text, bindparam, cast, delete, tuple_
from sqlalchemy.dialects.postgresql import insert

from agent_analytics.domain.timeline import Entry
from agent_analytics.store.tables import TimelineRow
from common.db.prepared import Prepared
from common.unit_of_work import UnitOfWork

_LINE = ("report_id", "happening", "occurrence", "at", "detail")


def _add() -> ClauseElement:
    row = insert(TimelineRow).values({name: bindparam(name) for name in _LINE})
    told = tuple_(row.excluded.at, cast(row.excluded.detail, Text))
    known = tuple_(TimelineRow.at, cast(TimelineRow.detail, Text))
    return row.on_conflict_do_update(
        index_elements=["report_id", "happening", "occurrence"],
        set_={"at": row.excluded.at, "detail": row.excluded.detail},
        where=told > known,
    )


# Every fact about a report runs it.
_ADD = Prepared(_add())


class Timeline:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def add(self, report_id: UUID, entry: Entry) -> None:
        """Add the line; of two that tell the same occurrence, the later one stays."""
        line = {
            "report_id": report_id,
            "happening": entry.happening.value,
            "occurrence": entry.occurrence,
            "at": entry.at,
            "detail": dict(entry.detail),
        }
        await _ADD.fetch(await self._work.connection(), line)

    async def erase(self, report_id: UUID) -> None:
        await (await self._work.connection()).execute(
            delete(TimelineRow).where(TimelineRow.report_id == report_id)
        )
