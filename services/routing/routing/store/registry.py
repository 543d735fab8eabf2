"""Which registry is in service, and who may replace it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, text, update

from common.unit_of_work import UnitOfWork
from routing.store.tables import RegistryVersionRow

# One import, update or index build at a time: the swap must not wait for a reader of an hour.
_REGISTRY_LOCK = 7310


@dataclass(frozen=True, slots=True)
class RegistryVersion:
    """`through`: INSEE's latest treatment that this version includes; None when files lack it."""

    version: int
    establishments: int
    legal_units: int
    through: datetime | None


class Registry:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def version(self) -> RegistryVersion | None:
        """The running registry; None before the first import."""
        row = RegistryVersionRow
        statement = (
            select(row.version, row.establishments, row.legal_units, row.through)
            .order_by(row.version.desc())
            .limit(1)
        )
        found = (await (await self._store.connection()).execute(statement)).one_or_none()
        return None if found is None else RegistryVersion(*found)

    async def claim(self) -> None:
        """Wait until nobody else replaces or indexes the registry; lift the time limits.

        The claim ends with the transaction.
        """
        connection = await self._store.connection()
        for limit in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            await connection.execute(text(f"SET LOCAL {limit} = 0"))
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({_REGISTRY_LOCK})"))

    async def record(self, **record: Any) -> int:
        """Note that the registry is not what it was; returns its new version."""
        statement = (
            insert(RegistryVersionRow)
            .values(imported_at=self._store.clock.now(), **record)
            .returning(RegistryVersionRow.version)
        )
        return int((await (await self._store.connection()).execute(statement)).scalar_one())

    async def complete(
        self,
        *,
        through: datetime | None,
        establishments_added: int,
        legal_units_added: int,
        rejected: int,
    ) -> None:
        """Note on the running version all that an update brought, once it is whole."""
        row = RegistryVersionRow
        newest = select(func.max(row.version)).scalar_subquery()
        statement = (
            update(row)
            .where(row.version == newest)
            .values(
                # Of two, NULL left out.
                through=func.greatest(row.through, through),
                establishments=row.establishments + establishments_added,
                legal_units=row.legal_units + legal_units_added,
                rejected=row.rejected + rejected,
            )
        )
        await (await self._store.connection()).execute(statement)
