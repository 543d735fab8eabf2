"""Prepared statements run in the same transaction as everything else of a unit of work."""

from collections.abc import AsyncIterator

import pytest
from asyncpg import PostgresError
from sqlalchemy import ARRAY, Integer, Text, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from common.db.prepared import Prepared
from tests.common.messaging.sample import Parts, a_withdrawal, an_id, sample_service

ADD = Prepared(
    text("INSERT INTO things (name) VALUES (:name) RETURNING name").bindparams(
        bindparam("name", type_=Text())
    )
)
BREAK = Prepared(text("SELECT 1 / :zero").bindparams(bindparam("zero", type_=Integer())))
ECHO = Prepared(
    text("SELECT :document ->> 'a', :words, :some").bindparams(
        bindparam("document", type_=JSONB()),
        bindparam("words", type_=ARRAY(Text())),
        bindparam("some", type_=Integer(), value=7),
    )
)


@pytest.fixture
async def parts(postgres_url: str) -> AsyncIterator[Parts]:
    async with sample_service(postgres_url) as found:
        yield found


async def test_the_first_statement_begins_the_transaction_and_the_end_commits_it(
    parts: Parts,
) -> None:
    async with parts.open_store() as store:
        connection = await store.connection()
        assert [row[0] for row in await ADD.fetch(connection, {"name": "a"})] == ["a"]
        assert [row[0] for row in await ADD.fetch(connection, {"name": "b"})] == ["b"]
        assert await parts.effects() == 0
    assert await parts.effects() == 2


async def test_an_error_after_any_number_of_statements_undoes_them_all(parts: Parts) -> None:
    async def fail() -> None:
        async with parts.open_store() as store:
            connection = await store.connection()
            await ADD.fetch(connection, {"name": "a"})
            await connection.execute(text("INSERT INTO things (name) VALUES ('b')"))
            await ADD.fetch(connection, {"name": "c"})
            await BREAK.fetch(connection, {"zero": 0})

    with pytest.raises(PostgresError):
        await fail()
    assert await parts.effects() == 0


async def test_the_outbox_stands_and_falls_with_the_deed(parts: Parts) -> None:
    async def fail() -> None:
        async with parts.open_store() as store:
            await ADD.fetch(await store.connection(), {"name": "a"})
            store.publish(a_withdrawal(an_id(), version=1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await parts.scalar("SELECT count(*) FROM outbox") == 0
    async with parts.open_store() as store:
        await ADD.fetch(await store.connection(), {"name": "a"})
        store.publish(a_withdrawal(an_id(), version=1))
    assert await parts.scalar("SELECT count(*) FROM outbox") == 1
    assert await parts.effects() == 1


async def test_values_are_written_as_their_types_and_defaults_stand(parts: Parts) -> None:
    async with parts.ground.engine.connect() as connection:
        for _ in ("begins the transaction", "finds it begun"):
            rows = await ECHO.fetch(connection, {"document": {"a": "b"}, "words": ["c", "d"]})
            assert [list(row) for row in rows] == [["b", ["c", "d"], 7]]
        assert list(
            (await ECHO.fetch(connection, {"document": {}, "words": [], "some": 8}))[0]
        ) == [
            None,
            [],
            8,
        ]
