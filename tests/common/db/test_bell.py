"""The notice that follows a commit: one for many, none lost, none fatal."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from sqlalchemy import text

from common.db.bell import MOST_TURNS, OUTBOX_CHANNEL, Bell
from common.db.engine import plain_url
from common.testing.waiting import until
from tests.common.messaging.sample import Parts, a_withdrawal, an_id, sample_service


@pytest.fixture
async def parts(postgres_url: str) -> AsyncIterator[Parts]:
    async with sample_service(postgres_url) as found:
        yield found


@asynccontextmanager
async def listening(parts: Parts) -> AsyncIterator[list[str]]:
    """What is heard of the outbox's channel while the block runs."""
    url = plain_url(parts.ground.engine.url.render_as_string(hide_password=False))
    heard: list[str] = []
    connection = await asyncpg.connect(url)
    await connection.add_listener(OUTBOX_CHANNEL, lambda *_: heard.append(""))
    try:
        yield heard
    finally:
        await connection.close()


async def test_a_crowd_that_commits_together_is_heard_with_few_notices(parts: Parts) -> None:
    async def announce() -> None:
        async with parts.open_store() as store:
            store.publish(a_withdrawal(an_id(), version=1))

    async with listening(parts) as heard:
        await asyncio.gather(*(announce() for _ in range(60)))
        await until(lambda: heard, within=2)
    assert await parts.scalar("SELECT count(*) FROM outbox") == 60
    assert 1 <= len(heard) < 60


async def test_whoever_comes_while_it_rings_is_rung_for_once_more(parts: Parts) -> None:
    bell = Bell()
    async with listening(parts) as heard:
        async with parts.ground.engine.connect() as one, parts.ground.engine.connect() as other:
            await asyncio.gather(bell.ring(one), bell.ring(other))
        await until(lambda: len(heard) == 2, within=2)


async def test_nobody_rings_for_others_for_ever(parts: Parts) -> None:
    bell = Bell()
    async with (
        listening(parts) as heard,
        parts.ground.engine.connect() as one,
        parts.ground.engine.connect() as other,
    ):
        ringing = asyncio.create_task(bell.ring(one))
        async with asyncio.timeout(30):
            while not ringing.done():
                await asyncio.gather(asyncio.sleep(0), bell.ring(other))
        await until(lambda: heard)
        assert len(heard) <= MOST_TURNS


async def test_a_unit_of_work_without_events_wakes_nobody(parts: Parts) -> None:
    async with listening(parts) as heard:
        async with parts.open_store() as store:
            await (await store.connection()).execute(text("INSERT INTO things (name) VALUES ('x')"))
        await asyncio.sleep(0.1)
    assert heard == []


async def test_a_notice_that_fails_is_no_failure_of_what_was_committed(parts: Parts) -> None:
    bell = Bell()
    async with parts.ground.engine.connect() as connection:
        cut = (await connection.get_raw_connection()).driver_connection
        assert cut is not None
        cut.terminate()
        await bell.ring(connection)
        await connection.invalidate()
    async with listening(parts) as heard, parts.ground.engine.connect() as connection:
        await bell.ring(connection)
        await until(lambda: heard, within=2)
