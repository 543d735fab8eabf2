"""People signed in."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from common.unit_of_work import UnitOfWork
from company_portal.store.tables import SessionRow

IDLE_LIFE = timedelta(hours=8)
LONGEST_LIFE = timedelta(hours=12)
# A session is not written at each click.
TOUCH_EVERY = timedelta(minutes=1)


class Sessions:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def start(self, token_digest: bytes, account_id: UUID, *, at: datetime) -> datetime:
        """Begin a session and return when it ends at the latest; ended ones are swept."""
        connection = await self._store.connection()
        await connection.execute(delete(SessionRow).where(SessionRow.expires_at < at))
        expires_at = at + LONGEST_LIFE
        await connection.execute(
            insert(SessionRow).values(
                token_digest=token_digest,
                account_id=account_id,
                started_at=at,
                last_seen_at=at,
                expires_at=expires_at,
            )
        )
        return expires_at

    async def account_of(self, token_digest: bytes, *, at: datetime) -> UUID | None:
        """Whose session it is, kept awake; None once it has slept or lasted too long."""
        connection = await self._store.connection()
        row = (
            await connection.execute(
                select(SessionRow.account_id, SessionRow.last_seen_at).where(
                    SessionRow.token_digest == token_digest,
                    SessionRow.expires_at > at,
                    SessionRow.last_seen_at > at - IDLE_LIFE,
                )
            )
        ).first()
        if row is None:
            return None
        if row.last_seen_at < at - TOUCH_EVERY:
            await connection.execute(
                update(SessionRow)
                .where(SessionRow.token_digest == token_digest)
                .values(last_seen_at=at)
            )
        account_id: UUID = row.account_id
        return account_id

    async def end(self, token_digest: bytes) -> None:
        await (await self._store.connection()).execute(
            delete(SessionRow).where(SessionRow.token_digest == token_digest)
        )

    async def end_others(self, account_id: UUID, *, keep: bytes | None) -> None:
        """End every session of an account but one: after a change that a thief must not outlive."""
        await (await self._store.connection()).execute(
            delete(SessionRow).where(
                SessionRow.account_id == account_id, SessionRow.token_digest != (keep or b"")
            )
        )
