"""The signing keys and their last announcement."""

from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects import postgresql

from agent_analytics.domain.keys import Publication, SigningKey
from agent_analytics.store.tables import KeyPublicationRow, SigningKeyRow
from common.unit_of_work import UnitOfWork

_TURN = 7305


class Keys:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def take_turn(self) -> None:
        """Wait until no other transaction makes keys; held until this one ends."""
        connection = await self._work.connection()
        await connection.execute(select(func.pg_advisory_xact_lock(_TURN)))

    async def alive(self, now: datetime) -> list[SigningKey]:
        """The keys that still verify tokens, newest first."""
        found = await (await self._work.connection()).execute(
            select(
                SigningKeyRow.kid,
                SigningKeyRow.public_x,
                SigningKeyRow.sealed_private,
                SigningKeyRow.created_at,
                SigningKeyRow.retires_at,
            )
            .where(SigningKeyRow.retires_at > now)
            .order_by(SigningKeyRow.created_at.desc(), SigningKeyRow.kid)
        )
        return [SigningKey(*row) for row in found]

    async def add(self, key: SigningKey) -> None:
        await (await self._work.connection()).execute(
            insert(SigningKeyRow).values(
                kid=key.kid,
                public_x=key.public_x,
                sealed_private=key.sealed_private,
                created_at=key.created_at,
                retires_at=key.retires_at,
            )
        )

    async def drop_retired(self, now: datetime) -> None:
        await (await self._work.connection()).execute(
            delete(SigningKeyRow).where(SigningKeyRow.retires_at <= now)
        )

    async def publication(self) -> Publication | None:
        found = await (await self._work.connection()).execute(
            select(KeyPublicationRow.version, KeyPublicationRow.published_at)
        )
        row = found.one_or_none()
        return None if row is None else Publication(*row)

    async def note_publication(self, publication: Publication) -> None:
        row = postgresql.insert(KeyPublicationRow).values(
            id=1, version=publication.version, published_at=publication.published_at
        )
        await (await self._work.connection()).execute(
            row.on_conflict_do_update(
                index_elements=["id"],
                set_={"version": row.excluded.version, "published_at": row.excluded.published_at},
            )
        )
