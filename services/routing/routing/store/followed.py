"""The establishments that were chosen as recipients, and what was last told of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from common.contracts.report import Recipient
from common.unit_of_work import UnitOfWork
from common.values import Siret
from routing.store.tables import FollowedRow


@dataclass(frozen=True, slots=True)
class Followed:
    """`told` is None for one that was chosen before anything was followed."""

    siret: Siret
    version: int
    told: Recipient | None
    successor: Siret | None

    def after(self, told: Recipient, *, successor: Siret | None) -> Self:
        return replace(self, version=self.version + 1, told=told, successor=successor)


class FollowedEstablishments:
    """All the others of the registry's millions may change as they like: nobody is told."""

    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def follow(self, recipient: Recipient) -> None:
        """Begin to follow an establishment; what was told of one already followed stands."""
        statement = insert(FollowedRow).values(
            siret=recipient.siret,
            version=0,
            told=recipient.model_dump(mode="json"),
            successor=None,
            compared_with=0,
        )
        await (await self._store.connection()).execute(
            statement.on_conflict_do_nothing(index_elements=["siret"])
        )

    async def behind(self, registry: int, *, limit: int) -> Sequence[Followed]:
        """Some that were not compared with this version, held until the transaction ends.

        Those that another worker compares now are left to it.
        """
        row = FollowedRow
        statement = (
            select(row.siret, row.version, row.told, row.successor)
            .where(row.compared_with < registry)
            .order_by(row.compared_with, row.siret)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        found = await (await self._store.connection()).execute(statement)
        return [
            Followed(
                siret=Siret(one.siret),
                version=one.version,
                told=Recipient.model_validate(one.told) if one.told else None,
                successor=Siret(one.successor) if one.successor else None,
            )
            for one in found
        ]

    async def compared(self, followed: Sequence[Followed], *, registry: int) -> None:
        """Keep what is told now of each, and that this registry was looked at."""
        connection = await self._store.connection()
        for one in followed:
            values: dict[str, Any] = {
                "version": one.version,
                "told": one.told.model_dump(mode="json") if one.told else {},
                "successor": one.successor,
                "compared_with": registry,
            }
            await connection.execute(
                update(FollowedRow).where(FollowedRow.siret == one.siret).values(**values)
            )
