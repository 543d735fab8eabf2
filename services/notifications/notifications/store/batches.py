"""Batches of letters."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import insert, select, update

from common.unit_of_work import UnitOfWork
from notifications.domain.batch import Batch
from notifications.domain.ending import Ending
from notifications.domain.sending import State
from notifications.store.endings import ending, read
from notifications.store.tables import BatchRow, DeliveryRow, LetterRow

COLUMNS = (
    BatchRow.id,
    BatchRow.created_at,
    BatchRow.letter_count,
    BatchRow.sha256,
    BatchRow.object_key,
    BatchRow.printed_at,
)


class Batches:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def add(self, batch: Batch, letters: Sequence[UUID], *, made_by: str) -> None:
        """Keep the batch; its letters are with the printer from now on."""
        connection = await self._work.connection()
        await connection.execute(
            insert(BatchRow).values(
                id=batch.id,
                created_at=batch.created_at,
                made_by=made_by,
                letter_count=batch.letter_count,
                sha256=batch.sha256,
                object_key=batch.object_key,
            )
        )
        await connection.execute(
            update(LetterRow).where(LetterRow.delivery_id.in_(letters)).values(batch_id=batch.id)
        )
        await connection.execute(
            update(DeliveryRow)
            .where(DeliveryRow.id.in_(letters))
            .values(state=State.SENDING, attempts=1, sending_since=batch.created_at)
        )

    async def lock(self, batch_id: UUID) -> Batch | None:
        found = await (await self._work.connection()).execute(
            select(*COLUMNS).where(BatchRow.id == batch_id).with_for_update()
        )
        row = found.one_or_none()
        return None if row is None else Batch(**row._mapping)  # noqa: SLF001 - SQLAlchemy's name

    async def print(self, batch_id: UUID, *, printed_by: str) -> Sequence[Ending]:
        """Note that the batch was printed: its letters are sent."""
        now = self._work.clock.now()
        connection = await self._work.connection()
        await connection.execute(
            update(BatchRow)
            .where(BatchRow.id == batch_id)
            .values(printed_at=now, printed_by=printed_by)
        )
        letters = select(LetterRow.delivery_id).where(LetterRow.batch_id == batch_id)
        statement = ending(
            State.SENT,
            None,
            DeliveryRow.id.in_(letters),
            DeliveryRow.state == State.SENDING,
            at=now,
        )
        return [read(row) for row in await connection.execute(statement)]

    async def release_files(self, *, printed_for: timedelta) -> Sequence[str]:
        """The files of batches that were printed that long ago, once each."""
        statement = (
            update(BatchRow)
            .where(
                BatchRow.printed_at < self._work.clock.now() - printed_for,
                BatchRow.is_released.is_(False),
            )
            .values(is_released=True)
            .returning(BatchRow.object_key)
        )
        return (await (await self._work.connection()).scalars(statement)).all()
