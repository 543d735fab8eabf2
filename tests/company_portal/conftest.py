"""The portal with a real database, and everything else in memory."""

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
from company_portal.app import build, create_api
from company_portal.parts import PortalParts
from company_portal.settings import SecretSettings, Settings


class PlainWeeks:
    """A calendar without holidays: people work from Monday to Friday."""

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5


@pytest.fixture
def calendar() -> PlainWeeks:
    return PlainWeeks()


@pytest_asyncio.fixture
async def parts(
    database: Database,
    clock: FrozenClock,
    chance: SeededChance,
    storage: MemoryStorage,
    calendar: PlainWeeks,
) -> AsyncIterator[PortalParts]:
    secret = SecretStr("k" * 32)
    settings = Settings(
        database=DatabaseSettings(url=SecretStr(await database("company_portal")), pool_size=5),
        http=HttpSettings(port=8003, public_url="http://testserver", secure_cookies=False),
        secrets=SecretSettings(safe_key=secret),
        storage=StorageSettings(endpoint="http://s3.test", access_key=secret, secret_key=secret),
    )
    made = build(settings, clock=clock, chance=chance, calendar=calendar, storage=storage)
    yield made
    await made.close()


@pytest_asyncio.fixture
async def client(parts: PortalParts) -> AsyncIterator[httpx.AsyncClient]:
    async with http_client(create_api(parts)) as http:
        yield http
