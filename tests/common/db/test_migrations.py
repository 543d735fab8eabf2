import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from sqlalchemy import BigInteger, Column, Identity, Index, MetaData, Table, Text
from sqlalchemy.ext.asyncio import AsyncConnection

from common.db.base import new_metadata
from common.db.engine import create_engine
from common.db.migrations import (
    ADVISORY_LOCK,
    DatabaseDiffers,
    check,
    current,
    downgrade,
    head,
    is_current,
    upgrade,
)

PACKAGE = "tests.common.db.sample"


def declared() -> MetaData:
    metadata = new_metadata()
    things = Table(
        "things",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("name", Text, nullable=False),
    )
    Index("ix_things_name", things.c.name)
    return metadata


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[AsyncConnection]:
    engine = create_engine(url, application="tests")
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()


async def tables(url: str) -> set[str]:
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    finally:
        await connection.close()
    return {row["tablename"] for row in rows}


async def test_the_migrations_make_exactly_what_the_code_declares(empty_database: str) -> None:
    await upgrade(empty_database, PACKAGE)
    await check(empty_database, PACKAGE, declared())


async def test_a_table_that_no_migration_makes_is_told(empty_database: str) -> None:
    await upgrade(empty_database, PACKAGE)
    metadata = declared()
    Table("forgotten", metadata, Column("id", BigInteger, primary_key=True))
    with pytest.raises(DatabaseDiffers, match="forgotten"):
        await check(empty_database, PACKAGE, metadata)


async def test_up_down_up_leaves_the_same_tables(empty_database: str) -> None:
    await upgrade(empty_database, PACKAGE)
    first = await tables(empty_database)
    await downgrade(empty_database, PACKAGE, revision="base")
    assert await tables(empty_database) == {"alembic_version"}
    await upgrade(empty_database, PACKAGE)
    assert await tables(empty_database) == first


async def test_the_revision_is_known_before_and_after(empty_database: str) -> None:
    async with connected(empty_database) as connection:
        assert await current(connection) is None
        assert not await is_current(connection, PACKAGE)
    await upgrade(empty_database, PACKAGE)
    async with connected(empty_database) as connection:
        assert await current(connection) == head(PACKAGE) == "0002"
        assert await is_current(connection, PACKAGE)


async def test_code_older_than_its_database_goes_on(empty_database: str) -> None:
    await upgrade(empty_database, PACKAGE)
    raw = await asyncpg.connect(empty_database)
    await raw.execute("UPDATE alembic_version SET version_num = '0003'")
    await raw.close()
    async with connected(empty_database) as connection:
        assert await is_current(connection, PACKAGE)


async def test_code_newer_than_its_database_is_not_ready(empty_database: str) -> None:
    await upgrade(empty_database, PACKAGE, revision="0001")
    async with connected(empty_database) as connection:
        assert not await is_current(connection, PACKAGE)


async def test_two_at_once_do_the_work_once(empty_database: str) -> None:
    await asyncio.gather(upgrade(empty_database, PACKAGE), upgrade(empty_database, PACKAGE))
    await check(empty_database, PACKAGE, declared())


async def test_a_migration_waits_for_another_process_without_a_snapshot(
    empty_database: str,
) -> None:
    other = await asyncpg.connect(empty_database)
    await other.execute(f"SELECT pg_advisory_lock({ADVISORY_LOCK})")
    waiting = asyncio.create_task(upgrade(empty_database, PACKAGE))
    await asyncio.sleep(1)
    assert not waiting.done()
    snapshots = await other.fetchval(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE application_name = 'migrations' AND datname = current_database()"
        " AND backend_xmin IS NOT NULL"
    )
    assert snapshots == 0
    await other.close()
    await waiting
    assert "things" in await tables(empty_database)
