"""Migrations of a service's database: one environment for all five, no copy in each.

A service keeps `<package>/migrations/versions/0001_<words>.py` and nothing else. Its first
migration calls `create_plumbing(op)` before it creates its own tables.
"""

import asyncio
import importlib.util
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, NullPool, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from common.db.engine import asyncpg_url
from common.db.plumbing import Plumbing
from common.db.plumbing_v1 import create_plumbing, drop_plumbing

__all__ = [
    "DatabaseDiffers",
    "check",
    "create_plumbing",
    "current",
    "downgrade",
    "drop_plumbing",
    "head",
    "is_current",
    "scripts",
    "upgrade",
]

LOCK_TIMEOUT_MS = 4_000
STATEMENT_TIMEOUT_MS = 600_000
ADVISORY_LOCK = 7302
LOCK_POLL_SECONDS = 0.5

# The revisions to run, given the one found in the database.
Steps = Callable[[Any, MigrationContext], Any]

# Alembic keeps the migration being run in module globals: one at a time in a process.
_one_at_a_time = threading.Lock()


class DatabaseDiffers(Exception):
    """The tables declared in code and those made by the migrations are not the same."""

    def __init__(self, package: str, differences: Sequence[Any]) -> None:
        super().__init__(f"{package}: {len(differences)} differences: {differences}")
        self.differences = differences


def scripts(package: str) -> ScriptDirectory:
    """The migrations of a package, read without importing the package's code."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    versions = Path(spec.origin).parent / "migrations" / "versions"
    return ScriptDirectory(
        str(Path(__file__).parent),
        version_locations=[str(versions)],
        file_template="%(rev)s_%(slug)s",
        timezone="UTC",
    )


def head(package: str) -> str | None:
    return scripts(package).get_current_head()


async def upgrade(url: str, package: str, *, revision: str = "heads") -> None:
    """Bring the database to a revision; a second caller waits for the first, then finds it done."""
    directory = scripts(package)

    def steps(found: Any, _: MigrationContext) -> Any:
        return directory._upgrade_revs(revision, found)  # noqa: SLF001 - as Alembic's own command

    await asyncio.to_thread(_migrate, url, directory, steps)


async def downgrade(url: str, package: str, *, revision: str) -> None:
    """Take the database back to a revision; `base` empties it."""
    directory = scripts(package)

    def steps(found: Any, _: MigrationContext) -> Any:
        return directory._downgrade_revs(revision, found)  # noqa: SLF001 - as Alembic's own command

    await asyncio.to_thread(_migrate, url, directory, steps)


async def current(connection: AsyncConnection) -> str | None:
    """The revision that this database is at; None before the first migration."""
    return await connection.run_sync(
        lambda sync: MigrationContext.configure(sync).get_current_revision()
    )


async def is_current(connection: AsyncConnection, package: str) -> bool:
    """Whether the database is at a revision this code knows as its newest, or newer than it knows.

    During a deployment the database is migrated first: the old code then meets a revision that
    it does not know, and goes on, for every migration suits the code before it.
    """
    found = await current(connection)
    directory = scripts(package)
    known = {script.revision for script in directory.walk_revisions()}
    return found is not None and (found == directory.get_current_head() or found not in known)


async def check(url: str, package: str, metadata: MetaData) -> None:
    """Refuse when the migrations do not make the tables that the code declares."""

    def differences(sync: Connection) -> list[Any]:
        options = {"compare_type": True, "compare_server_default": True}
        found = MigrationContext.configure(sync, opts=options)
        return list(compare_metadata(found, _with_plumbing(metadata)))

    async with _connected(url) as connection:
        found = await connection.run_sync(differences)
    if found:
        raise DatabaseDiffers(package, found)


def _with_plumbing(metadata: MetaData) -> MetaData:
    joined = MetaData(naming_convention=Plumbing.metadata.naming_convention)
    for table in (*metadata.tables.values(), *Plumbing.metadata.tables.values()):
        table.to_metadata(joined)
    return joined


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[AsyncConnection]:
    """A connection of its own, with the timeouts that a migration may cost."""
    settings = {
        "application_name": "migrations",
        "timezone": "UTC",
        "lock_timeout": str(LOCK_TIMEOUT_MS),
        "statement_timeout": str(STATEMENT_TIMEOUT_MS),
    }
    engine = create_async_engine(
        asyncpg_url(url), poolclass=NullPool, connect_args={"server_settings": settings}
    )
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()


def _migrate(url: str, directory: ScriptDirectory, steps: Steps) -> None:
    with _one_at_a_time:
        asyncio.run(_migrate_under_lock(url, directory, steps))


async def _migrate_under_lock(url: str, directory: ScriptDirectory, steps: Steps) -> None:
    async with _connected(url) as connection:
        await _take_turn(connection)
        await connection.run_sync(_run, directory, steps)
        await connection.commit()


async def _take_turn(connection: AsyncConnection) -> None:
    """Wait for other migrations of this database, asking again and again.

    A waiting `pg_advisory_lock` would hold a snapshot, for which `CREATE INDEX CONCURRENTLY`
    of the migration in front would wait in turn: both for ever.
    """
    while True:
        taken = await connection.scalar(select(func.pg_try_advisory_lock(ADVISORY_LOCK)))
        await connection.commit()
        if taken:
            return
        await asyncio.sleep(LOCK_POLL_SECONDS)


def _run(connection: Connection, directory: ScriptDirectory, steps: Steps) -> None:
    with EnvironmentContext(Config(), directory, fn=steps) as environment:
        environment.configure(connection=connection, transaction_per_migration=True)
        with environment.begin_transaction():
            environment.run_migrations()
