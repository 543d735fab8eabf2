"""What rules look at in each report, kept for replays once the story itself is forgotten."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from common.unit_of_work import UnitOfWork
from common.values import Siret
from routing.domain.mode import Mode
from routing.domain.rules import Facts
from routing.store.tables import ReportFactsRow as F


@dataclass(frozen=True, slots=True)
class Finding:
    """What routing found by itself, before any rule: the mode, and who if anyone."""

    mode: Mode
    siret: Siret | None = None
    department: str | None = None
    activity_code: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One report as rules see it. `found` is None when no one had to look for a recipient.

    `host` and `phone` are what the consumer said of the recipient, in one form.
    """

    report_id: UUID
    facts: Facts
    found: Finding | None
    submitted_at: datetime
    host: str | None = None
    phone: str | None = None


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
            "host": case.host,
            "phone": case.phone,
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
        host=row.host,
        phone=row.phone,
    )
