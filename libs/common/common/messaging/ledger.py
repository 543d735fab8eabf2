"""The ledger of attempts: it names the message that ends the processes that try it."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from common.db.plumbing import AttemptRow


class Entry:
    """One message's line: opened before a try, forgotten after it; only a death leaves it."""

    def __init__(self, engine: AsyncEngine, *, queue: str, event_id: UUID) -> None:
        self._engine = engine
        self._queue = queue
        self._event_id = event_id
        self._count: int | None = None

    @property
    def is_open(self) -> bool:
        return self._count is not None

    async def open(self) -> int:
        """How many tries were begun and never ended, this one included; counted once a process."""
        if self._count is None:
            async with self._engine.begin() as connection:
                self._count = await connection.scalar(
                    insert(AttemptRow)
                    .values(queue=self._queue, event_id=self._event_id, count=1)
                    .on_conflict_do_update(
                        index_elements=[AttemptRow.queue, AttemptRow.event_id],
                        set_={"count": AttemptRow.count + 1},
                    )
                    .returning(AttemptRow.count)
                )
        return self._count or 0

    async def forget(self) -> None:
        async with self._engine.begin() as connection:
            await self.forget_on(connection)

    async def forget_on(self, connection: AsyncConnection) -> None:
        """Forget in the effect's own transaction."""
        await connection.execute(
            delete(AttemptRow).where(
                AttemptRow.queue == self._queue, AttemptRow.event_id == self._event_id
            )
        )
