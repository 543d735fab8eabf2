from collections.abc import AsyncIterator

import pytest

from common.settings import BrokerSettings
from tests.broker import topology_of
from tests.common.desk.office import Office
from tests.common.messaging.sample import sample_service, subscription


@pytest.fixture
async def office(postgres_url: str) -> AsyncIterator[Office]:
    """A producer and a consumer without a broker between them."""
    async with (
        sample_service(postgres_url, service="intake") as producer,
        sample_service(postgres_url, service="sample") as consumer,
    ):
        yield await Office(producer, consumer).opened()


@pytest.fixture
async def broker(rabbitmq_url: str) -> AsyncIterator[BrokerSettings]:
    async with topology_of(
        rabbitmq_url, service="sample", subscriptions=[subscription()]
    ) as settings:
        yield settings


@pytest.fixture
def office_with_broker(office: Office, broker: BrokerSettings) -> Office:
    return Office(office.producer, office.consumer, broker)
