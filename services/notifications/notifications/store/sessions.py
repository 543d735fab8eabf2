"""The sessions of signed-in operators and printers, found by the digest of their cookie."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from common.unit_of_work import UnitOfWork
from notifications.domain.access import Role
from notifications.store.tables import SessionRow


class Sessions:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def open(self, digest: bytes, role: Role, *, until: datetime) -> None:
        await (await self._work.connection()).execute(
            insert(SessionRow).values(digest=digest, role=role, expires_at=until)
        )

    async def role(self, digest: bytes) -> Role | None:
        """What the session with that cookie may do; None when there is none, or it has ended."""
        found = await (await self._work.connection()).scalar(
            select(SessionRow.role).where(
                SessionRow.digest == digest, SessionRow.expires_at > self._work.clock.now()
            )
        )
        return None if found is None else Role(found)

    async def close(self, digest: bytes) -> None:
        await (await self._work.connection()).execute(
            delete(SessionRow).where(SessionRow.digest == digest)
        )

    async def purge(self) -> int:
        ended = await (await self._work.connection()).execute(
            delete(SessionRow).where(SessionRow.expires_at <= self._work.clock.now())
        )
        return ended.rowcount
