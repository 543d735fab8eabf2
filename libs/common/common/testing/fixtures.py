"""The pytest plugin of the five services: databases, clock, chance, storage."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from common.testing.clock import FrozenClock, SeededChance
from common.testing.databases import Databases
from common.testing.outbox import outbox
from common.testing.storage import MemoryStorage
from common.testing.web import http_client

__all__ = ["FrozenClock", "MemoryStorage", "SeededChance", "http_client", "outbox"]

Database = Callable[[str], Awaitable[str]]
A_MOMENT = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> FrozenClock:
    """A Monday, noon in Paris."""
    return FrozenClock(A_MOMENT)


@pytest.fixture
def chance() -> SeededChance:
    return SeededChance(7)


@pytest.fixture
def storage() -> MemoryStorage:
    return MemoryStorage()


@pytest_asyncio.fixture(scope="session")
async def databases(postgres_url: str) -> AsyncIterator[Databases]:
    """The databases of this test process; `postgres_url` is the suite's own fixture."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")  # noqa: TID251 - no settings in tests
    made = Databases(postgres_url, worker)
    yield made
    await made.drop()


@pytest.fixture
def database(databases: Databases) -> Database:
    """The address of a package's empty database at its newest migration.

    `await database("intake")`. Made once in a session for each package, emptied at each call.
    """
    return databases.fresh
