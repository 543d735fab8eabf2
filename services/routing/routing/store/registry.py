"""The registry as it is replaced: filled beside the running one, put in its place at the end."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateIndex, Table

from common.unit_of_work import UnitOfWork
from routing.ports import StockKind
from routing.store.tables import (
    EstablishmentRow,
    LegalUnitRow,
    RegistryVersionRow,
    SuccessionRow,
)

INCOMING = "incoming"
# One import or index build at a time: the swap must not wait for a reader of an hour.
_REGISTRY_LOCK = 7310
_TABLES: dict[StockKind, Any] = {
    StockKind.ESTABLISHMENTS: EstablishmentRow.__table__,
    StockKind.LEGAL_UNITS: LegalUnitRow.__table__,
    StockKind.SUCCESSIONS: SuccessionRow.__table__,
}


@dataclass(frozen=True, slots=True)
class RegistryVersion:
    version: int
    establishments: int
    legal_units: int


class LoadRefused(Exception):
    """PostgreSQL refused rows that the reader had let through: the file is not what it seems."""


class Registry:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def version(self) -> RegistryVersion | None:
        """The running registry; None before the first import."""
        row = RegistryVersionRow
        statement = (
            select(row.version, row.establishments, row.legal_units)
            .order_by(row.version.desc())
            .limit(1)
        )
        found = (await (await self._store.connection()).execute(statement)).one_or_none()
        return None if found is None else RegistryVersion(*found)

    async def claim(self) -> None:
        """Wait until nobody else replaces or indexes the registry; lift the time limits."""
        connection = await self._store.connection()
        for limit in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            await connection.execute(text(f"SET LOCAL {limit} = 0"))
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({_REGISTRY_LOCK})"))

    async def open_incoming(self, kinds: Collection[StockKind]) -> None:
        """Empty tables beside the running ones; they vanish if the transaction does."""
        connection = await self._store.connection()
        await connection.execute(text(f"DROP SCHEMA IF EXISTS {INCOMING} CASCADE"))
        await connection.execute(text(f"CREATE SCHEMA {INCOMING}"))
        for table in map(_TABLES.__getitem__, kinds):
            await connection.execute(
                text(
                    f"CREATE TABLE {INCOMING}.{table.name} "
                    f"(LIKE {table.name} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
                )
            )

    async def fill(
        self, kind: StockKind, columns: Sequence[str], rows: AsyncIterator[bytes]
    ) -> None:
        """Stream CSV rows into the incoming table."""
        connection = await self._store.connection()
        raw: Any = (await connection.get_raw_connection()).driver_connection
        try:
            await raw.copy_to_table(
                _TABLES[kind].name,
                schema_name=INCOMING,
                source=rows,
                columns=list(columns),
                format="csv",
            )
        except asyncpg.DataError as error:
            raise LoadRefused(str(error)) from error
        except asyncpg.IntegrityConstraintViolationError as error:
            raise LoadRefused(str(error)) from error

    async def drop_duplicates(self, kind: StockKind) -> Sequence[str]:
        """Keep the first line of each number; returns the numbers met again, once per line."""
        table = _TABLES[kind]
        if await self._add_primary_key(table):
            return []
        number, *others = table.primary_key.columns.keys()
        key = ", ".join((number, *others))
        source = f"{INCOMING}.{table.name}"
        same = " AND ".join(f"later.{name} = repeated.{name}" for name in (number, *others))
        statement = text(
            f"DELETE FROM {source} AS later USING "  # noqa: S608 - names of our own tables
            f"(SELECT {key}, min(ctid) AS first FROM {source} GROUP BY {key} "
            f"HAVING count(*) > 1) AS repeated "
            f"WHERE {same} AND later.ctid <> repeated.first "
            f"RETURNING later.{number}"
        )
        removed = (await (await self._store.connection()).execute(statement)).scalars().all()
        await self._add_primary_key(table)
        return list(removed)

    async def count_incoming(self, kind: StockKind) -> int:
        statement = text(f"SELECT count(*) FROM {INCOMING}.{_TABLES[kind].name}")  # noqa: S608
        return int((await (await self._store.connection()).execute(statement)).scalar_one())

    async def put_in_service(self, kinds: Collection[StockKind], record: dict[str, Any]) -> int:
        """Index the incoming tables and let them take the place of the running ones."""
        connection = await self._store.connection()
        tables = [_TABLES[kind] for kind in kinds]
        for table in tables:
            incoming = table.to_metadata(_metadata(table), schema=INCOMING)
            for index in incoming.indexes:
                await connection.execute(CreateIndex(index))
            await connection.execute(text(f"ANALYZE {INCOMING}.{table.name}"))
        for table in tables:
            await connection.execute(text(f"DROP TABLE {table.name}"))
            await connection.execute(
                text(f"ALTER TABLE {INCOMING}.{table.name} SET SCHEMA {await self._schema()}")
            )
        await connection.execute(text(f"DROP SCHEMA {INCOMING}"))
        statement = (
            insert(RegistryVersionRow)
            .values(imported_at=self._store.clock.now(), **record)
            .returning(RegistryVersionRow.version)
        )
        return int((await connection.execute(statement)).scalar_one())

    async def _schema(self) -> str:
        connection = await self._store.connection()
        return str(await connection.scalar(text("SELECT quote_ident(current_schema())")))

    async def _add_primary_key(self, table: Table) -> bool:
        connection = await self._store.connection()
        key = ", ".join(table.primary_key.columns.keys())
        statement = text(
            f"ALTER TABLE {INCOMING}.{table.name} "
            f"ADD CONSTRAINT {table.primary_key.name} PRIMARY KEY ({key})"
        )
        try:
            async with connection.begin_nested():
                await connection.execute(statement)
        except IntegrityError:
            return False
        return True


def _metadata(table: Table) -> Any:
    return type(table.metadata)(naming_convention=table.metadata.naming_convention)
