"""Each test finds the database as the migrations left it."""

import asyncpg

from common.db.engine import plain_url
from common.testing.databases import Databases
from common.testing.fixtures import Database

HOUSE = "tests.common.house"


async def run(url: str, sentence: str) -> list[str]:
    connection = await asyncpg.connect(plain_url(url))
    try:
        return [str(row[0]) for row in await connection.fetch(sentence)]
    finally:
        await connection.close()


async def test_what_a_test_wrote_is_gone_for_the_next(database: Database) -> None:
    url = await database(HOUSE)
    await run(url, "INSERT INTO things (name) VALUES ('lamp') RETURNING id")
    assert await database(HOUSE) == url
    assert await run(url, "SELECT name FROM things") == []
    assert await run(url, "INSERT INTO things (name) VALUES ('lamp') RETURNING id") == ["1"]


async def test_what_migrations_wrote_stays(database: Database) -> None:
    url = await database(HOUSE)
    await run(url, "DELETE FROM kinds WHERE name = 'heavy'")
    await run(url, "INSERT INTO kinds (name) VALUES ('odd')")
    await database(HOUSE)
    assert await run(url, "SELECT name FROM kinds ORDER BY 1") == ["heavy", "light"]


async def test_the_migration_mark_stays(database: Database) -> None:
    url = await database(HOUSE)
    assert await run(url, "SELECT version_num FROM alembic_version") == ["0001"]


async def test_nothing_is_left_on_the_server(postgres_url: str) -> None:
    made = Databases(postgres_url, "once")
    url = await made.fresh(HOUSE)
    name = url.rpartition("/")[2]
    assert await run(postgres_url, f"SELECT 1 FROM pg_database WHERE datname = '{name}'") == ["1"]  # noqa: S608
    await made.drop()
    assert await run(postgres_url, f"SELECT 1 FROM pg_database WHERE datname = '{name}'") == []  # noqa: S608
