"""Tombstones of erased reports, and the proofs that every service has forgotten them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from common.unit_of_work import UnitOfWork
from intake.store.reports import FiledReport
from intake.store.tables import DoomedObjectRow, ErasureProofRow, ErasureRow


@dataclass(frozen=True, slots=True)
class Erasure:
    report_id: UUID
    version: int
    erased_at: datetime
    forgotten_at: datetime | None


class Erasures:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def add(self, report: FiledReport, *, version: int, at: datetime) -> None:
        await (await self._store.connection()).execute(
            insert(ErasureRow).values(
                report_id=report.id,
                secret_digest=report.secret_digest,
                version=version,
                erased_at=at,
            )
        )

    async def of_secret(self, secret_digest: bytes) -> Erasure | None:
        found = await (await self._store.connection()).execute(
            _select().where(ErasureRow.secret_digest == secret_digest)
        )
        row = found.one_or_none()
        return Erasure(*row) if row is not None else None

    async def includes(self, report_id: UUID) -> bool:
        found = await (await self._store.connection()).scalar(
            select(ErasureRow.report_id).where(ErasureRow.report_id == report_id)
        )
        return found is not None

    async def ready_to_prove(self) -> Sequence[Erasure]:
        """Erasures whose last object has gone, not yet told to the others."""
        left = exists().where(DoomedObjectRow.report_id == ErasureRow.report_id)
        rows = await (await self._store.connection()).execute(
            _select()
            .where(ErasureRow.forgotten_at.is_(None), ~left)
            .order_by(ErasureRow.erased_at, ErasureRow.report_id)
            .limit(50)
            .with_for_update(skip_locked=True)
        )
        return [Erasure(*row) for row in rows]

    async def mark_forgotten(self, erasure: Erasure, *, version: int, at: datetime) -> None:
        await (await self._store.connection()).execute(
            update(ErasureRow)
            .where(ErasureRow.report_id == erasure.report_id)
            .values(version=version, forgotten_at=at)
        )

    async def add_proof(self, report_id: UUID, service: str, *, at: datetime) -> None:
        await (await self._store.connection()).execute(
            upsert(ErasureProofRow)
            .values(report_id=report_id, service=service, forgotten_at=at)
            .on_conflict_do_nothing()
        )

    async def proofs(self, report_id: UUID) -> dict[str, datetime]:
        rows = await (await self._store.connection()).execute(
            select(ErasureProofRow.service, ErasureProofRow.forgotten_at)
            .where(ErasureProofRow.report_id == report_id)
            .order_by(ErasureProofRow.service)
        )
        return {row.service: row.forgotten_at for row in rows}


def _select() -> Select[UUID, int, datetime, datetime | None]:
    return select(
        ErasureRow.report_id, ErasureRow.version, ErasureRow.erased_at, ErasureRow.forgotten_at
    )
