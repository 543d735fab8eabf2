"""The roll-up of counts, moved with every change of a report."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, text, update
from sqlalchemy.dialects import postgresql

from agent_analytics.domain.counting import Cell
from agent_analytics.store.tables import CountRow, ReportRow
from common.db.prepared import Prepared
from common.unit_of_work import UnitOfWork

_KEY = ("week", "category", "department", "status")
# Most facts about a report run both.
_ENTER = Prepared(
    postgresql.insert(CountRow)
    .values({**{name: bindparam(name) for name in _KEY}, "count": 1})
    .on_conflict_do_update(index_elements=_KEY, set_={"count": CountRow.count + 1})
)
_LEAVE = Prepared(
    update(CountRow)
    .where(*(getattr(CountRow, name) == bindparam(name) for name in _KEY))
    .values({"count": CountRow.count - 1})
)


class Counts:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def move(self, moves: Sequence[tuple[Cell, int]]) -> None:
        """Change each cell; `moves` is sorted, so that no two writers deadlock.

        A cell that a report leaves exists, for the report was counted there.
        """
        for cell, change in moves:
            await (self._enter(cell) if change > 0 else self._leave(cell))

    async def _enter(self, cell: Cell) -> None:
        await _ENTER.fetch(await self._work.connection(), _place(cell))

    async def _leave(self, cell: Cell) -> None:
        await _LEAVE.fetch(await self._work.connection(), _place(cell))

    async def recount(self) -> None:
        """Build the roll-up again from the reports, while writers wait."""
        connection = await self._work.connection()
        await connection.execute(text("LOCK TABLE reports IN SHARE MODE"))
        await connection.execute(delete(CountRow))
        department = func.coalesce(ReportRow.department, "")
        cells = (ReportRow.week, ReportRow.category, department, ReportRow.status)
        await connection.execute(
            insert(CountRow).from_select(
                [*_KEY, "count"],
                select(*cells, func.count()).where(ReportRow.week.is_not(None)).group_by(*cells),
            )
        )


def _place(cell: Cell) -> dict[str, Any]:
    return {
        "week": cell.week,
        "category": cell.category,
        "department": cell.department,
        "status": cell.status.value,
    }
