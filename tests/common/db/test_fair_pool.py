"""Connections are given out in order of arrival, and none gets lost on the way."""

import asyncio

import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import greenlet_spawn
from sqlalchemy.util.queue import Empty, Full

from common.db.engine import create_engine
from common.db.fair_pool import FairPool, FairQueue
from common.testing.fixtures import Database

HOUSE = "tests.common.house"


async def turn(engine: AsyncEngine, name: str, served: list[str]) -> None:
    async with engine.connect():
        served.append(name)
        await asyncio.sleep(0)


async def test_whoever_waited_longest_is_served_before_a_newcomer() -> None:
    queue = FairQueue(1)
    first, second = (asyncio.create_task(greenlet_spawn(queue.get, timeout=5.0)) for _ in "ab")
    await asyncio.sleep(0)
    queue.put_nowait("the one")
    # It is free in this instant, and the first has not yet been told.
    with pytest.raises(Empty):
        queue.get_nowait()
    assert await first == "the one"
    queue.put_nowait("the one again")
    assert await second == "the one again"


async def test_what_was_handed_to_someone_who_has_just_left_goes_on_to_the_next() -> None:
    queue = FairQueue(1)
    leaving, staying = (asyncio.create_task(greenlet_spawn(queue.get, timeout=5.0)) for _ in "ab")
    await asyncio.sleep(0)
    queue.put_nowait("the one")
    leaving.cancel()
    assert await staying == "the one"
    assert leaving.cancelled()
    assert queue.empty()


async def test_someone_who_leaves_while_waiting_takes_nothing() -> None:
    queue = FairQueue(1)
    leaving = asyncio.create_task(greenlet_spawn(queue.get, timeout=5.0))
    await asyncio.sleep(0)
    leaving.cancel()
    await asyncio.sleep(0)
    queue.put_nowait("the one")
    assert queue.get_nowait() == "the one"
    with pytest.raises(Empty):
        queue.get_nowait()


async def test_no_more_than_its_size_is_kept() -> None:
    queue = FairQueue(1)
    queue.put_nowait("the one")
    with pytest.raises(Full):
        queue.put_nowait("another")


async def test_a_full_pool_is_waited_for_two_seconds_and_left_as_it_was(
    database: Database,
) -> None:
    engine = create_engine(await database(HOUSE), application="fair", pool_size=1)
    served: list[str] = []
    async with engine.connect():
        begun = asyncio.get_running_loop().time()
        with pytest.raises(PoolTimeout):
            await turn(engine, "too late", served)
        assert 1.9 < asyncio.get_running_loop().time() - begun < 4
    await turn(engine, "in time", served)
    await engine.dispose()
    assert served == ["in time"]


async def test_many_more_callers_than_connections_are_all_served(database: Database) -> None:
    engine = create_engine(await database(HOUSE), application="fair", pool_size=3)
    served: list[str] = []
    await asyncio.gather(*(turn(engine, str(number), served) for number in range(200)))
    assert isinstance(engine.pool, FairPool)
    # The first three open a connection each, ready when they are; the others wait in line.
    waited = [number for number in served if int(number) >= 3]
    assert waited == [str(number) for number in range(3, 200)]
    assert len(served) == 200
    assert engine.pool.status().startswith("Pool size: 3  Connections in pool: 3")
    await engine.dispose()
