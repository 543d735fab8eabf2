"""Changes of the running registry, row by row, as INSEE's daily updates tell them."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from common.unit_of_work import UnitOfWork
from routing.ports import StockKind
from routing.store.staging import copy_rows, table_of


@dataclass(frozen=True, slots=True)
class Applied:
    """Rows that were not there, and rows that said something else or something older."""

    added: int = 0
    changed: int = 0

    def __add__(self, other: "Applied") -> "Applied":
        return Applied(self.added + other.added, self.changed + other.changed)

    @property
    def any(self) -> bool:
        return bool(self.added or self.changed)


class Updates:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def apply(self, kind: StockKind, columns: Sequence[str], rows: bytes) -> Applied:
        """Write the rows that INSEE treated later than those in service.

        In any order and as often as one likes, the latest treatment stands.
        """
        table = table_of(kind)
        given = f"updated_{table.name}"
        connection = await self._store.connection()
        await connection.execute(text("SET LOCAL timezone = 'Europe/Paris'"))
        await connection.execute(
            text(f"CREATE TEMP TABLE {given} (LIKE {table.name} INCLUDING DEFAULTS) ON COMMIT DROP")
        )

        async def whole() -> AsyncIterator[bytes]:
            yield rows

        await copy_rows(self._store, given, whole(), columns=columns)
        found = (await connection.execute(text(_upsert(table, given, columns)))).one()
        await connection.execute(text(f"DROP TABLE {given}"))
        return Applied(found.added, found.changed)


def _upsert(table: Any, given: str, columns: Sequence[str]) -> str:
    keys = table.primary_key.columns.keys()
    key, listed = ", ".join(keys), ", ".join(columns)
    others = [name for name in columns if name not in keys]
    is_dated = "treated_at" in columns
    latest_first = ", treated_at DESC NULLS LAST" if is_dated else ""
    fresh = "excluded.treated_at > coalesce(kept.treated_at, '-infinity')"
    differs = (
        f"({', '.join(f'kept.{name}' for name in others)}) IS DISTINCT FROM "
        f"({', '.join(f'excluded.{name}' for name in others)})"
    )
    return (
        f"WITH written AS (INSERT INTO {table.name} AS kept ({listed}) "  # noqa: S608 - our tables
        f"SELECT DISTINCT ON ({key}) {listed} FROM {given} ORDER BY {key}{latest_first} "
        f"ON CONFLICT ({key}) DO UPDATE SET "
        f"{', '.join(f'{name} = excluded.{name}' for name in others)} "
        f"WHERE {fresh if is_dated else differs} RETURNING xmax = 0 AS is_new) "
        "SELECT count(*) FILTER (WHERE is_new) AS added, "
        "count(*) FILTER (WHERE NOT is_new) AS changed FROM written"
    )
