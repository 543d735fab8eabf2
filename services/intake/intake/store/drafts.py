"""Reports being written on the pages: a reload, a closed tab or a lost network loses nothing."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from common.unit_of_work import UnitOfWork
from intake.domain.draft import DRAFT_LIFE, Draft
from intake.store.tables import DraftRow as Row


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
        found = await (await self._store.connection()).execute(
            select(Row.id, Row.content).where(
                Row.token_digest == token_digest,
                Row.updated_at > self._store.clock.now() - DRAFT_LIFE,
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

    async def remove(self, draft_id: UUID) -> None:
        await (await self._store.connection()).execute(delete(Row).where(Row.id == draft_id))
