"""The service with a real database and everything else in memory."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import pytest_asyncio

from agent_analytics.app import create_api
from agent_analytics.parts import AnalyticsParts
from common.db.engine import create_engine
from common.secrets import Safe
from common.settings import HttpSettings
from common.testing.clock import FrozenClock, SeededChance
from common.testing.fixtures import Database
from common.testing.storage import MemoryStorage
from common.testing.web import http_client
from common.unit_of_work import Ground
from tests.agent_analytics.people import People


class Sketches:
    """Draws nothing but remembers what it was asked to draw."""

    def __init__(self) -> None:
        self.drawn: list[Mapping[str, Any]] = []

    async def svg(self, specification: Mapping[str, Any], *, locale: str) -> bytes:
        self.drawn.append({**specification, "locale": locale})
        return b"<svg xmlns='http://www.w3.org/2000/svg'/>"

    async def close(self) -> None:
        pass


@pytest_asyncio.fixture
async def parts(
    database: Database, clock: FrozenClock, chance: SeededChance, storage: MemoryStorage
) -> AsyncIterator[AnalyticsParts]:
    engine = create_engine(
        await database("agent_analytics"), application="agent-analytics-tests", pool_size=4
    )
    made = AnalyticsParts(
        ground=Ground("agent-analytics", engine, clock, chance),
        http=HttpSettings(port=8005, public_url="http://testserver", secure_cookies=False),
        charts=Sketches(),
        safe=Safe("k" * 32, purpose="tests", chance=chance),
        storage=storage,
        clean_bucket="clean",
        routing_url="http://routing.test",
    )
    yield made
    await made.close()


@pytest_asyncio.fixture
async def client(parts: AnalyticsParts) -> AsyncIterator[httpx.AsyncClient]:
    """A program without a session."""
    async with http_client(create_api(parts)) as made:
        yield made


@pytest_asyncio.fixture
async def people(parts: AnalyticsParts, client: httpx.AsyncClient) -> People:
    return People(parts, client)
