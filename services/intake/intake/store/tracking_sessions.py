"""Leave to follow one report for an hour, given for its secret."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select

from common.unit_of_work import UnitOfWork
from intake.store.tables import TrackingSessionRow as Row


class TrackingSessions:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def add(self, token_digest: bytes, report_id: UUID, *, until: datetime) -> None:
        await (await self._store.connection()).execute(
            insert(Row).values(token_digest=token_digest, report_id=report_id, expires_at=until)
        )

    async def report_of(self, token_digest: bytes) -> UUID | None:
        return await (await self._store.connection()).scalar(
            select(Row.report_id).where(
                Row.token_digest == token_digest, Row.expires_at > self._store.clock.now()
            )
        )

    async def remove(self, token_digest: bytes) -> None:
        await (await self._store.connection()).execute(
            delete(Row).where(Row.token_digest == token_digest)
        )
