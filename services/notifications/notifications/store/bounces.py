"""Addresses that do not exist, and the bounces that told so."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from common.unit_of_work import UnitOfWork
from notifications.store.tables import BounceRow, DeliveryRow, SuppressionRow

HEARD_FOR = timedelta(days=2)
SUPPRESSED_FOR = timedelta(days=180)


class Bounces:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def hear(self, bounce_id: str) -> bool:
        """Whether this bounce is news."""
        found = await (await self._work.connection()).scalar(
            insert(BounceRow)
            .values(id=bounce_id, at=self._work.clock.now())
            .on_conflict_do_nothing()
            .returning(BounceRow.id)
        )
        return found is not None

    async def digest_of(self, delivery_id: UUID) -> bytes | None:
        """The digest of the address that a delivery went to; None: no such mail."""
        return await (await self._work.connection()).scalar(
            select(DeliveryRow.recipient_digest).where(DeliveryRow.id == delivery_id)
        )

    async def suppress(self, digest: bytes) -> None:
        """Send nothing more to the address, for half a year: mailboxes come back."""
        await (await self._work.connection()).execute(
            insert(SuppressionRow)
            .values(digest=digest, at=self._work.clock.now())
            .on_conflict_do_nothing()
        )

    async def purge(self) -> int:
        now = self._work.clock.now()
        connection = await self._work.connection()
        heard = await connection.execute(delete(BounceRow).where(BounceRow.at < now - HEARD_FOR))
        suppressed = await connection.execute(
            delete(SuppressionRow).where(SuppressionRow.at < now - SUPPRESSED_FOR)
        )
        return heard.rowcount + suppressed.rowcount
