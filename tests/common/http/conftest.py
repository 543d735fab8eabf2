"""The house's application on a real database, and a client that calls it."""

from collections.abc import AsyncIterator

import httpx
import pytest_asyncio

from common.db.engine import create_engine
from common.testing.clock import FrozenClock, SeededChance
from common.testing.fixtures import Database
from common.testing.web import http_client
from common.unit_of_work import Ground
from tests.common.house.app import house

HOUSE = "tests.common.house"


@pytest_asyncio.fixture
async def ground(
    database: Database, clock: FrozenClock, chance: SeededChance
) -> AsyncIterator[Ground]:
    engine = create_engine(await database(HOUSE), application="house")
    yield Ground(HOUSE, engine, clock, chance)
    await engine.dispose()


@pytest_asyncio.fixture
async def client(ground: Ground) -> AsyncIterator[httpx.AsyncClient]:
    async with http_client(house(ground), base_url="https://house.test") as opened:
        yield opened
