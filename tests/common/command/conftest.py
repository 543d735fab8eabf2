from collections.abc import AsyncIterator

import pytest

from common.db.migrations import upgrade
from common.settings import BrokerSettings
from tests.broker import topology_of
from tests.common.messaging.sample import PACKAGE, Parts, sample_parts, subscription
from tests.common.scratch import fresh_database
from tests.common.standin.app import NAME, QUEUE
from tests.common.standin.process import StandIn, stand_in


@pytest.fixture
async def database_url(postgres_url: str) -> AsyncIterator[str]:
    async with fresh_database(postgres_url) as url:
        await upgrade(url, PACKAGE)
        yield url


@pytest.fixture
async def parts(database_url: str) -> AsyncIterator[Parts]:
    """A look into the stand-in's database."""
    async with sample_parts(database_url) as found:
        yield found


@pytest.fixture
async def broker(rabbitmq_url: str) -> AsyncIterator[BrokerSettings]:
    listened = [subscription(queue=QUEUE)]
    async with topology_of(rabbitmq_url, service=NAME, subscriptions=listened) as settings:
        yield settings


@pytest.fixture
async def service(database_url: str, broker: BrokerSettings) -> AsyncIterator[StandIn]:
    async with stand_in(
        database_url,
        BROKER__URL=broker.url.get_secret_value(),
        BROKER__NAMESPACE=broker.namespace,
        BROKER__RETRY_DELAYS='["PT0.3S", "PT1S"]',
    ) as made:
        yield made
