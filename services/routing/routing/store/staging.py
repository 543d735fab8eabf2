"""The registry that is being imported: tables beside the running ones, filled step by step.

Each step is a transaction that also notes how far the load is: an import that was interrupted,
even by `kill -9`, goes on from its last step, and no transaction lasts as long as the import.
"""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Any

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.schema import CreateIndex, Table

from common.unit_of_work import UnitOfWork
from routing.ports import Fault, Rejection, StockKind
from routing.store.loads import Load, Loads
from routing.store.tables import EstablishmentRow, LegalUnitRow, SuccessionRow

INCOMING = "incoming"
_REJECTIONS = f"{INCOMING}.rejections"
_TABLES: dict[StockKind, Any] = {
    StockKind.ESTABLISHMENTS: EstablishmentRow.__table__,
    StockKind.LEGAL_UNITS: LegalUnitRow.__table__,
    StockKind.SUCCESSIONS: SuccessionRow.__table__,
}
# The swap waits this long for readers, and new readers wait behind it: then it lets them pass. All
# its waits together are shorter than `deadlock_timeout` (1 s): of a reader and a swap that wait for
# each other, it is the swap that gives up.
_SWAP_WAIT = "300ms"
_LOCK_NOT_AVAILABLE = "55P03"


def table_of(kind: StockKind) -> Any:
    """The table that a kind of stock file fills."""
    return _TABLES[kind]


class LoadRefused(Exception):
    """PostgreSQL refused rows that the reader had let through: the file is not what it seems."""


class RegistryBusy(Exception):
    """Somebody reads the running registry: it cannot be replaced at this moment."""


class Staging:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store
        self._noted = Loads(store)

    async def open(self, sources: Mapping[StockKind, str]) -> dict[StockKind, Load]:
        """Tables for these files: as an interrupted import of the same files left them, or new."""
        await self._run(f"CREATE SCHEMA IF NOT EXISTS {INCOMING}")
        await self._run(
            f"CREATE TABLE IF NOT EXISTS {_REJECTIONS} "
            "(kind text NOT NULL, line integer, number text NOT NULL, fault text NOT NULL)"
        )
        known = await self._loads()
        loads = {}
        for kind, table in _TABLES.items():
            load = known.get(kind)
            if kind in sources and load and load.source == sources[kind]:
                loads[kind] = load
                continue
            await self._empty(kind)
            if kind in sources:
                await self._run(
                    f"CREATE TABLE {INCOMING}.{table.name} "
                    f"(LIKE {table.name} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
                )
                loads[kind] = Load(kind, sources[kind])
                await self._noted.note(loads[kind])
        return {kind: loads[kind] for kind in sources}

    async def fill(
        self, kind: StockKind, columns: Sequence[str], rows: AsyncIterator[bytes]
    ) -> None:
        """Stream CSV rows into the incoming table."""
        # INSEE writes the hour of Paris and does not say so.
        await self._without_limits()
        await self._run("SET LOCAL timezone = 'Europe/Paris'")
        await copy_rows(
            self._store, _TABLES[kind].name, rows, columns=columns, schema_name=INCOMING
        )

    async def reject(self, kind: StockKind, rejections: Sequence[Rejection]) -> None:
        raw: Any = await driver(self._store)
        records = [(kind.value, one.line, one.number, one.fault.value) for one in rejections]
        await raw.copy_records_to_table("rejections", records=records, schema_name=INCOMING)

    async def drop_duplicates(self, kind: StockKind) -> int:
        """Keep the first line of each number, reject the others; the table gets its key."""
        await self._without_limits()
        table = _TABLES[kind]
        if await self._add_primary_key(table):
            return 0
        number, *others = table.primary_key.columns.keys()
        key = ", ".join((number, *others))
        source = f"{INCOMING}.{table.name}"
        same = " AND ".join(f"later.{name} = repeated.{name}" for name in (number, *others))
        removed = await (await self._store.connection()).execute(
            text(
                f"WITH removed AS (DELETE FROM {source} AS later USING "  # noqa: S608 - our tables
                f"(SELECT {key}, min(ctid) AS first FROM {source} GROUP BY {key} "
                f"HAVING count(*) > 1) AS repeated "
                f"WHERE {same} AND later.ctid <> repeated.first RETURNING later.{number}) "
                f"INSERT INTO {_REJECTIONS} (kind, number, fault) "
                f"SELECT :kind, {number}, :fault FROM removed"
            ),
            {"kind": kind.value, "fault": Fault.DUPLICATE.value},
        )
        await self._add_primary_key(table)
        return int(removed.rowcount)

    async def index(self, kind: StockKind) -> None:
        """What readers and PostgreSQL's planner need, before the table is in service."""
        await self._without_limits()
        table = _TABLES[kind]
        incoming = table.to_metadata(_metadata(table), schema=INCOMING)
        for index in incoming.indexes:
            await (await self._store.connection()).execute(CreateIndex(index))
        await self._run(f"ANALYZE {INCOMING}.{table.name}")

    async def faults(self, kind: StockKind) -> Counter[Fault]:
        """How many lines each fault left out."""
        rows = await (await self._store.connection()).execute(
            text(f"SELECT fault, count(*) FROM {_REJECTIONS} WHERE kind = :kind GROUP BY fault"),  # noqa: S608 - our table
            {"kind": kind.value},
        )
        return Counter({Fault(fault): count for fault, count in rows})

    async def rejections(
        self, kind: StockKind, *, limit: int | None = None
    ) -> AsyncIterator[Sequence[Rejection]]:
        """The lines left out, in the order of the file, then those whose line is not known."""
        await self._without_limits()
        statement = text(
            f"SELECT line, number, fault FROM {_REJECTIONS} WHERE kind = :kind "  # noqa: S608
            "ORDER BY line NULLS LAST, number, fault LIMIT :limit"
        )
        connection = await self._store.connection()
        options = {"yield_per": 1_000}
        parameters = {"kind": kind.value, "limit": limit}
        async with connection.stream(statement, parameters, execution_options=options) as rows:
            async for batch in rows.partitions():
                yield [Rejection(line, number, Fault(fault)) for line, number, fault in batch]

    async def put_in_service(self, kinds: Collection[StockKind]) -> None:
        """Let the incoming tables take the place of the running ones. Raises `RegistryBusy`."""
        await self._run(f"SET LOCAL lock_timeout = '{_SWAP_WAIT}'")
        try:
            # As readers do: establishments first.
            names = ", ".join(_TABLES[kind].name for kind in _TABLES if kind in kinds)
            await self._run(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
            for table in map(_TABLES.__getitem__, kinds):
                await self._run(f"DROP TABLE {table.name}")
                await self._run(
                    f"ALTER TABLE {INCOMING}.{table.name} SET SCHEMA {await self._schema()}"
                )
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
                raise RegistryBusy from error
            raise
        await self.discard()

    async def discard(self) -> None:
        """Forget the import; the running registry is not touched."""
        await self._run(f"DROP SCHEMA IF EXISTS {INCOMING} CASCADE")
        await self._noted.forget(*_TABLES)

    async def _loads(self) -> dict[StockKind, Load]:
        """What an interrupted import noted, of the tables that are still there."""
        connection = await self._store.connection()
        loads = {}
        for load in await self._noted.known():
            name = f"{INCOMING}.{_TABLES[load.kind].name}"
            if await connection.scalar(text("SELECT to_regclass(:name)"), {"name": name}):
                loads[load.kind] = load
        return loads

    async def _empty(self, kind: StockKind) -> None:
        await self._run(f"DROP TABLE IF EXISTS {INCOMING}.{_TABLES[kind].name}")
        connection = await self._store.connection()
        of_kind = {"kind": kind.value}
        await connection.execute(text(f"DELETE FROM {_REJECTIONS} WHERE kind = :kind"), of_kind)  # noqa: S608 - our table
        await self._noted.forget(kind)

    async def _without_limits(self) -> None:
        """The work of minutes; sorting for an index may take more memory than a page may."""
        for setting in (
            "statement_timeout = 0",
            "idle_in_transaction_session_timeout = 0",
            "maintenance_work_mem = '256MB'",
        ):
            await self._run(f"SET LOCAL {setting}")

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

    async def _run(self, statement: str) -> None:
        await (await self._store.connection()).execute(text(statement))


async def driver(store: UnitOfWork) -> Any:
    """The connection as asyncpg knows it: SQLAlchemy has no COPY."""
    return (await (await store.connection()).get_raw_connection()).driver_connection


async def copy_rows(
    store: UnitOfWork,
    table: str,
    rows: AsyncIterator[bytes],
    *,
    columns: Sequence[str],
    schema_name: str | None = None,
) -> None:
    """Stream CSV rows into a table. Raises `LoadRefused`."""
    raw = await driver(store)
    try:
        await raw.copy_to_table(
            table, source=rows, columns=list(columns), format="csv", schema_name=schema_name
        )
    except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError) as error:
        raise LoadRefused(str(error)) from error


def _metadata(table: Table) -> Any:
    return type(table.metadata)(naming_convention=table.metadata.naming_convention)
