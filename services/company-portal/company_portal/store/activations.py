"""Codes sent by letter and links sent by mail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, insert, select, update

from common.unit_of_work import UnitOfWork
from company_portal.domain.activation import ActivationCode, ActivationLink
from company_portal.store.tables import CodeRow, LinkRow

_LIVING = and_(CodeRow.used_at.is_(None), CodeRow.replaced_at.is_(None))


class Activations:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def issue_code(self, code: ActivationCode, *, letter_number: int, at: datetime) -> None:
        """Put a new code in the place of the living one."""
        connection = await self._store.connection()
        await connection.execute(
            update(CodeRow).where(CodeRow.siret == code.siret, _LIVING).values(replaced_at=at)
        )
        await connection.execute(
            insert(CodeRow).values(
                code_id=code.code_id,
                siret=code.siret,
                code_hash=code.code_hash,
                letter_number=letter_number,
                issued_at=at,
                expires_on=code.expires_on,
            )
        )

    async def lock_code(self, siret: str) -> ActivationCode | None:
        """The living code of an establishment, held for this transaction."""
        statement = (
            select(CodeRow.__table__).where(CodeRow.siret == siret, _LIVING).with_for_update()
        )
        row = (await (await self._store.connection()).execute(statement)).first()
        if row is None:
            return None
        return ActivationCode(row.code_id, row.siret, row.code_hash, row.expires_on, row.tries)

    async def count_try(self, code_id: UUID) -> None:
        await (await self._store.connection()).execute(
            update(CodeRow).where(CodeRow.code_id == code_id).values(tries=CodeRow.tries + 1)
        )

    async def use_code(self, code_id: UUID, *, at: datetime) -> None:
        await (await self._store.connection()).execute(
            update(CodeRow).where(CodeRow.code_id == code_id).values(used_at=at)
        )

    async def add_link(self, link: ActivationLink, token_digest: bytes) -> None:
        await (await self._store.connection()).execute(
            insert(LinkRow).values(
                link_id=link.link_id,
                code_id=link.code_id,
                token_digest=token_digest,
                email=link.email,
                expires_at=link.expires_at,
            )
        )

    async def siret_of_link(self, token_digest: bytes) -> str | None:
        """The establishment that a link is for, whatever became of the link."""
        siret: str | None = await (await self._store.connection()).scalar(
            select(CodeRow.siret)
            .join(LinkRow, LinkRow.code_id == CodeRow.code_id)
            .where(LinkRow.token_digest == token_digest)
        )
        return siret

    async def lock_link(self, token_digest: bytes) -> ActivationLink | None:
        """The link with that secret, held for this transaction together with its code."""
        statement = (
            select(LinkRow.__table__, CodeRow.siret, _LIVING.label("is_code_alive"))
            .join(CodeRow, CodeRow.code_id == LinkRow.code_id)
            .where(LinkRow.token_digest == token_digest)
            .with_for_update()
        )
        row = (await (await self._store.connection()).execute(statement)).first()
        return None if row is None else _to_link(row)

    async def use_link(self, link_id: UUID, *, at: datetime) -> None:
        await (await self._store.connection()).execute(
            update(LinkRow).where(LinkRow.link_id == link_id).values(used_at=at)
        )


def _to_link(row: Row[Any]) -> ActivationLink:
    return ActivationLink(
        link_id=row.link_id,
        code_id=row.code_id,
        siret=row.siret,
        email=row.email,
        expires_at=row.expires_at,
        is_used=row.used_at is not None,
        is_code_alive=row.is_code_alive,
    )
