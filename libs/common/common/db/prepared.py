"""Statements on the way of every report and every message: built once, run by the driver itself."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ClauseElement
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.ext.asyncio import AsyncConnection

_DIALECT: Any = dialect()  # type: ignore[no-untyped-call] # SQLAlchemy's is untyped
Rows = Sequence[Sequence[Any]]


class Prepared:
    """A statement whose every value is a named `bindparam`, without what surrounds an execution.

    SQLAlchemy's work for one execution costs about as much processor as the driver's own. Rows
    come as the driver makes them: read them by place. Errors are the driver's, not SQLAlchemy's.
    """

    def __init__(self, statement: ClauseElement) -> None:
        compiled: Any = statement.compile(dialect=_DIALECT)
        self._sql = str(compiled)
        self._places = [
            (name, compiled.params[name], _writer(compiled.binds[name].type))
            for name in compiled.positiontup or ()
        ]

    async def fetch(self, connection: AsyncConnection, values: Mapping[str, Any]) -> Rows:
        """The rows returned; in the connection's transaction, which begins if it has not."""
        arguments = [
            write(values.get(name, default)) if write else values.get(name, default)
            for name, default, write in self._places
        ]
        raw: Any = _driver(connection)
        if raw.is_in_transaction():
            rows: Rows = await raw.fetch(self._sql, *arguments)
            return rows
        # SQLAlchemy begins the transaction, so that it will commit it.
        result = await connection.exec_driver_sql(self._sql, tuple(arguments))
        return result.all() if result.returns_rows else ()


def _driver(connection: AsyncConnection) -> Any:
    sync = connection.sync_connection
    return sync.connection.driver_connection if sync is not None else None


def _writer(kind: Any) -> Callable[[Any], Any] | None:
    """How a value of this type is written for the driver; None: as it is."""
    write: Callable[[Any], Any] | None = kind.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    return write
