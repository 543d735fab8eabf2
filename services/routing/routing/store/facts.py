"""What rules look at in each report, kept for replays once the story itself is forgotten."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from common.unit_of_work import UnitOfWork
from common.values import Siret
from routing.domain.mode import Mode
from routing.domain.replay import Case, Finding
from routing.domain.report import Stage
from routing.domain.rules import Facts, Priority
from routing.store.tables import ReportFactsRow as F
from routing.store.tables import ReportRow


class ReportFacts:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def add(self, case: Case) -> None:
        facts, found = case.facts, case.found
        values: dict[str, Any] = {
            "report_id": case.report_id,
            "path": facts.path,
            "tags": sorted(facts.tags),
            "kind": facts.kind,
            "wish": facts.wish,
            "department": facts.department,
            "submitted_at": case.submitted_at,
            "found_mode": found.mode.value if found else None,
            "found_siret": found.siret if found else None,
            "found_department": found.department if found else None,
            "found_activity": found.activity_code if found else None,
        }
        statement = insert(F).values(**values).on_conflict_do_nothing()
        await (await self._store.connection()).execute(statement)

    async def get(self, report_id: UUID) -> Case | None:
        statement = select(F.__table__).where(F.report_id == report_id)
        row = (await (await self._store.connection()).execute(statement)).one_or_none()
        return None if row is None else case_of(row)

    async def waiting(
        self, *, after: UUID | None, limit: int
    ) -> Sequence[tuple[Case, str, Priority]]:
        """Those of the reports that wait for an agent, by number, with their queue and priority."""
        statement = (
            select(F.__table__, ReportRow.queue, ReportRow.priority)
            .join(ReportRow, ReportRow.report_id == F.report_id)
            .where(ReportRow.stage == Stage.TRIAGE)
            .order_by(F.report_id)
            .limit(limit)
        )
        if after is not None:
            statement = statement.where(F.report_id > after)
        rows = await (await self._store.connection()).execute(statement)
        return [(case_of(row), row.queue, Priority(row.priority)) for row in rows]

    async def of_period(
        self,
        begins: datetime,
        ends: datetime,
        *,
        departments: Collection[str] | None,
        after: tuple[datetime, UUID] | None,
        limit: int,
    ) -> Sequence[Case]:
        """Those submitted from `begins` and before `ends`, in order; None: every département.

        The département is the recipient's that routing found, else the one that was given.
        """
        order = (F.submitted_at, F.report_id)
        statement = (
            select(F.__table__)
            .where(F.submitted_at >= begins, F.submitted_at < ends)
            .order_by(*order)
            .limit(limit)
        )
        if departments is not None:
            place = func.coalesce(F.found_department, F.department)
            statement = statement.where(place.in_(departments))
        if after is not None:
            statement = statement.where(tuple_(*order) > after)
        rows = await (await self._store.connection()).execute(statement)
        return [case_of(row) for row in rows]

    async def count(
        self, begins: datetime, ends: datetime, *, departments: Collection[str] | None
    ) -> int:
        """How many there are in a period."""
        statement = (
            select(func.count())
            .select_from(F)
            .where(F.submitted_at >= begins, F.submitted_at < ends)
        )
        if departments is not None:
            place = func.coalesce(F.found_department, F.department)
            statement = statement.where(place.in_(departments))
        return int((await (await self._store.connection()).execute(statement)).scalar_one())

    async def seen(self, paths: Collection[str]) -> frozenset[str]:
        """Those of the paths of the category tree beneath which a report was ever filed."""
        found = set()
        connection = await self._store.connection()
        for path in sorted(paths):
            beneath = (F.path == path) | F.path.startswith(f"{path}/", autoescape=True)
            if await connection.scalar(select(exists().where(beneath))):
                found.add(path)
        return frozenset(found)

    async def forget(self, report_id: UUID) -> None:
        statement = delete(F).where(F.report_id == report_id)
        await (await self._store.connection()).execute(statement)


def case_of(row: Any) -> Case:
    found = None
    if row.found_mode is not None:
        siret = Siret(row.found_siret) if row.found_siret else None
        found = Finding(Mode(row.found_mode), siret, row.found_department, row.found_activity)
    return Case(
        report_id=row.report_id,
        facts=Facts(row.path, frozenset(row.tags), row.kind, row.wish, row.department),
        found=found,
        submitted_at=row.submitted_at,
    )
