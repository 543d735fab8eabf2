"""Intake on a real database, with storage and antivirus of the tests' own."""

from collections.abc import AsyncIterator
from datetime import date

import httpx
import pytest
import pytest_asyncio
from pydantic import SecretStr

from common.settings import DatabaseSettings, HttpSettings, StorageSettings
from common.testing.clock import FrozenClock, SeededChance
from common.testing.fixtures import Database
from common.testing.storage import MemoryStorage
from common.testing.web import http_client
from intake.app import build, create_api
from intake.domain.category_tree import CategoryTree
from intake.gateways.tree_files import read_history
from intake.parts import IntakeParts
from intake.settings import AntivirusSettings, LinksSettings, Settings
from tests.intake.world import FakeAntivirus


def settings(database_url: str) -> Settings:
    return Settings(
        database=DatabaseSettings(url=SecretStr(database_url), pool_size=5),
        http=HttpSettings(port=8001, public_url="http://testserver", secure_cookies=False),
        storage=StorageSettings(
            endpoint="http://storage.test",
            access_key=SecretStr("key"),
            secret_key=SecretStr("secret"),
        ),
        antivirus=AntivirusSettings(kind="demo"),
        links=LinksSettings(routing="http://routing.test"),
        picker_key=SecretStr("a key shared with routing"),
    )


@pytest.fixture
def antivirus() -> FakeAntivirus:
    return FakeAntivirus()


@pytest_asyncio.fixture
async def parts(
    database: Database,
    clock: FrozenClock,
    chance: SeededChance,
    storage: MemoryStorage,
    antivirus: FakeAntivirus,
) -> AsyncIterator[IntakeParts]:
    made = build(
        settings(await database("intake")),
        clock=clock,
        chance=chance,
        storage=storage,
        antivirus=antivirus,
    )
    yield made
    await made.close()


@pytest_asyncio.fixture
async def client(parts: IntakeParts) -> AsyncIterator[httpx.AsyncClient]:
    async with http_client(create_api(parts)) as made:
        yield made


@pytest.fixture(scope="session")
def tree() -> CategoryTree:
    return read_history().on(date(2026, 11, 1))
