"""Reports being written on the pages: a reload, a closed tab or a lost network loses nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, false, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from common.unit_of_work import UnitOfWork
from intake.domain.draft import DRAFT_LIFE, Draft
from intake.store.tables import DraftRow as Row


def _is_alive(now: datetime) -> ColumnElement[bool]:
    return or_(Row.updated_at > now - DRAFT_LIFE, func.coalesce(Row.link_expires_at > now, false()))


class Drafts:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def add(self, draft_id: UUID, token_digest: bytes, *, content: dict[str, Any]) -> None:
        await (await self._store.connection()).execute(
            insert(Row).values(
                id=draft_id,
                token_digest=token_digest,
                content=content,
                updated_at=self._store.clock.now(),
            )
        )

    async def of_token(self, token_digest: bytes) -> Draft | None:
        """The draft that a browser’s token or a mailed link opens."""
        now = self._store.clock.now()
        found = await (await self._store.connection()).execute(
            select(Row.id, Row.content).where(
                or_(
                    and_(Row.token_digest == token_digest, _is_alive(now)),
                    and_(Row.link_digest == token_digest, Row.link_expires_at > now),
                )
            )
        )
        row = found.one_or_none()
        return Draft.of(row.id, row.content) if row is not None else None

    async def save(self, draft: Draft) -> None:
        await (await self._store.connection()).execute(
            update(Row)
            .where(Row.id == draft.id)
            .values(content=draft.content(), updated_at=self._store.clock.now())
        )

    async def give_link(
        self, draft_id: UUID, link_digest: bytes, *, email_digest: bytes, until: datetime
    ) -> None:
        """The draft’s link from now on, and the only one of this address."""
        connection = await self._store.connection()
        nothing = {"link_digest": None, "link_email_digest": None, "link_expires_at": None}
        await connection.execute(
            update(Row)
            .where(Row.link_email_digest == email_digest, Row.id != draft_id)
            .values(nothing)
        )
        await connection.execute(
            update(Row)
            .where(Row.id == draft_id)
            .values(link_digest=link_digest, link_email_digest=email_digest, link_expires_at=until)
        )

    async def remove_expired(self) -> int:
        """How many drafts have gone."""
        now = self._store.clock.now()
        gone = await (await self._store.connection()).execute(delete(Row).where(~_is_alive(now)))
        return gone.rowcount

    async def remove(self, draft_id: UUID) -> None:
        await (await self._store.connection()).execute(delete(Row).where(Row.id == draft_id))
