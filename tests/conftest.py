"""The servers that tests share: one PostgreSQL and one object storage for the session."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from common.settings import StorageSettings
from tests.broker import rabbitmq
from tests.browser import chromium
from tests.servers import object_storage, postgres

pytest_plugins = ["common.testing.fixtures"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first: begun last, they keep one processor busy and the other waiting."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with postgres(tmp_path_factory.mktemp("postgres")) as url:
        yield url


@pytest.fixture(scope="session")
def rabbitmq_url() -> Iterator[str]:
    with rabbitmq() as url:
        yield url


@pytest_asyncio.fixture(scope="session")
async def s3(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[StorageSettings]:
    """A real object storage, started when the first test asks for it."""
    async with object_storage(tmp_path_factory.mktemp("s3")) as settings:
        yield settings


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened
