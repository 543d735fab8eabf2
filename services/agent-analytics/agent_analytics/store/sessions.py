"""The sessions of signed-in agents, found by the digest of their token."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from agent_analytics.domain.session import LONGEST, Session
from agent_analytics.store.tables import SessionRow
from common.unit_of_work import UnitOfWork

# Every request would otherwise write: the idle limit is known to the minute, no better.
TOUCHED_EVERY = timedelta(minutes=1)


class Sessions:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def open(self, agent_id: UUID, digest: bytes) -> Session:
        now = self._work.clock.now()
        session = Session(agent_id=agent_id, opened_at=now, seen_at=now)
        await (await self._work.connection()).execute(
            insert(SessionRow).values(
                token_digest=digest, agent_id=agent_id, opened_at=now, seen_at=now
            )
        )
        return session

    async def get(self, digest: bytes) -> Session | None:
        """The session with that token, alive or not, or None."""
        found = await (await self._work.connection()).execute(
            select(SessionRow.agent_id, SessionRow.opened_at, SessionRow.seen_at).where(
                SessionRow.token_digest == digest
            )
        )
        row = found.one_or_none()
        return None if row is None else Session(*row)

    async def touch(self, digest: bytes) -> None:
        """Note that the session is in use."""
        now = self._work.clock.now()
        await (await self._work.connection()).execute(
            update(SessionRow)
            .where(SessionRow.token_digest == digest, SessionRow.seen_at < now - TOUCHED_EVERY)
            .values(seen_at=now)
        )

    async def close(self, digest: bytes) -> None:
        await (await self._work.connection()).execute(
            delete(SessionRow).where(SessionRow.token_digest == digest)
        )

    async def purge(self) -> int:
        """Drop the sessions that ended by their age; return how many."""
        ended = await (await self._work.connection()).execute(
            delete(SessionRow).where(SessionRow.opened_at < self._work.clock.now() - LONGEST)
        )
        return ended.rowcount
