"""Objects of the storage that must go: written with the deed, removed after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from common.unit_of_work import UnitOfWork
from intake.store.tables import DoomedObjectRow as Row

BATCH = 50


@dataclass(frozen=True, slots=True)
class DoomedObject:
    bucket: str
    key: str
    report_id: UUID | None = None


class DoomedObjects:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def add(self, objects: Sequence[DoomedObject], *, at: datetime | None = None) -> None:
        """Have these removed, from `at` on (at once unless told otherwise)."""
        if not objects:
            return
        doomed_at = at or self._store.clock.now()
        statement = insert(Row).values(
            [
                {
                    "bucket": found.bucket,
                    "key": found.key,
                    "report_id": found.report_id,
                    "doomed_at": doomed_at,
                }
                for found in objects
            ]
        )
        await (await self._store.connection()).execute(
            statement.on_conflict_do_update(
                index_elements=[Row.bucket, Row.key],
                set_={"report_id": statement.excluded.report_id},
            )
        )

    async def due(self) -> Sequence[DoomedObject]:
        rows = await (await self._store.connection()).execute(
            select(Row.bucket, Row.key, Row.report_id)
            .where(Row.doomed_at <= self._store.clock.now())
            .order_by(Row.doomed_at, Row.key)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        return [DoomedObject(*row) for row in rows]

    async def remove(self, objects: Sequence[DoomedObject]) -> None:
        pairs = [(found.bucket, found.key) for found in objects]
        await (await self._store.connection()).execute(
            delete(Row).where(tuple_(Row.bucket, Row.key).in_(pairs))
        )
