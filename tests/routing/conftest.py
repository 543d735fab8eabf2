"""Routing with a real database and a real index in a temporary folder."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from joserfc.jwk import OKPKey
from pydantic import SecretStr

from common.messaging.subscription import Subscription
from common.settings import DatabaseSettings, HttpSettings
from common.testing.clock import FrozenClock, SeededChance
from common.testing.fixtures import Database
from common.testing.web import http_client
from routing.app import build, create_api
from routing.consumers import subscriptions
from routing.parts import RoutingParts
from routing.settings import LinksSettings, SearchSettings, Settings
from routing.store import Store
from tests.routing.town import settle

PICKER_KEY = "a key that intake knows too"


@pytest_asyncio.fixture
async def settings(database: Database, tmp_path: Path) -> Settings:
    return Settings(
        database=DatabaseSettings(url=SecretStr(await database("routing")), pool_size=5),
        http=HttpSettings(port=8002, public_url="http://testserver", secure_cookies=False),
        picker_key=SecretStr(PICKER_KEY),
        search=SearchSettings(directory=tmp_path / "index"),
        links=LinksSettings(intake="http://intake.test", agent_analytics="http://agents.test"),
    )


@pytest_asyncio.fixture
async def parts(
    settings: Settings, clock: FrozenClock, chance: SeededChance
) -> AsyncIterator[RoutingParts]:
    """Without a registry: nothing was imported yet."""
    made = build(settings, clock=clock, chance=chance)
    yield made
    await made.close()


@pytest_asyncio.fixture
async def town(parts: RoutingParts, tmp_path: Path) -> RoutingParts:
    """With the registry of a small town, imported and indexed."""
    await settle(parts, tmp_path / "stock")
    return parts


@pytest.fixture
def listening(parts: RoutingParts) -> Sequence[Subscription[Store]]:
    return subscriptions(parts)


@pytest_asyncio.fixture
async def client(parts: RoutingParts) -> AsyncIterator[httpx.AsyncClient]:
    async with http_client(create_api(parts)) as http:
        yield http


@pytest.fixture(scope="session")
def agents_key() -> OKPKey:
    """The key with which agent-analytics signs."""
    return OKPKey.generate_key("Ed25519", {"kid": "2026-05"})
