"""RabbitMQ when it goes away, hangs, or takes a queue from under a consumer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import pytest
from aio_pika.exceptions import ChannelPreconditionFailed
from pydantic import SecretStr

from common.contracts.intake import ReportWithdrawn
from common.messaging import rabbit, topology
from common.messaging.amqp import connected
from common.messaging.publisher import BrokerDown, NotConfirmed, Unroutable
from common.messaging.rabbit import RabbitPublisher
from common.settings import BrokerSettings
from common.testing.waiting import until
from common.unit_of_work import UnitOfWork
from tests.broker import topology_of
from tests.common.messaging.rabbit import consuming, outgoing, parked_queue, publish, ready
from tests.common.messaging.sample import QUEUE, Parts, a_withdrawal, note, subscription
from tests.common.proxy import Proxy, proxied

pytestmark = pytest.mark.broker


@pytest.fixture
async def broker(rabbitmq_url: str) -> AsyncIterator[BrokerSettings]:
    async with topology_of(
        rabbitmq_url, service="sample", subscriptions=[subscription()]
    ) as settings:
        yield settings


@asynccontextmanager
async def through_proxy(broker: BrokerSettings) -> AsyncIterator[tuple[BrokerSettings, Proxy]]:
    url = urlsplit(broker.url.get_secret_value())
    async with proxied(url.port or 5672, host=url.hostname or "127.0.0.1") as proxy:
        people, at, _ = url.netloc.rpartition("@")
        moved = url._replace(netloc=f"{people}{at}127.0.0.1:{proxy.port}").geturl()
        yield broker.model_copy(update={"url": SecretStr(moved)}), proxy


async def effects_are(parts: Parts, count: int) -> bool:
    return await parts.effects() == count


async def test_consumers_cut_off_amid_their_work_come_back_and_double_nothing(
    broker: BrokerSettings, parts: Parts
) -> None:
    async def slowly(event: ReportWithdrawn, store: UnitOfWork) -> None:
        await asyncio.sleep(0.02)
        await note(event, store)

    async with (
        through_proxy(broker) as (settings, proxy),
        consuming(settings, parts, [subscription(slowly)]) as consumers,
    ):
        await publish(broker, *(outgoing(a_withdrawal()) for _ in range(100)))
        for count in (10, 40):
            await until(partial(_at_least, parts, count))
            proxy.cut()
        await until(partial(effects_are, parts, 100), within=30)
        await until(lambda: consumers.is_listening)
        await until(partial(_holds, broker, 0))
    assert await parts.scalar("SELECT count(DISTINCT name) FROM things") == 100
    assert await ready(broker, parked_queue()) == 0


async def _at_least(parts: Parts, count: int) -> bool:
    return await parts.effects() >= count


async def test_a_queue_deleted_under_its_consumer_is_noticed_and_waited_for(
    broker: BrokerSettings, parts: Parts
) -> None:
    async with consuming(broker, parts, [subscription()]) as consumers:
        async with connected(broker, name="tests") as connection:
            channel = await connection.channel()
            name = f"{broker.namespace}{QUEUE}"
            await channel.queue_delete(name, if_unused=False, if_empty=False)
        await until(lambda: not consumers.is_listening)
        await topology.declare(broker, service="sample", subscriptions=[subscription()])
        await until(lambda: consumers.is_listening)
        await publish(broker, outgoing(a_withdrawal()))
        await until(partial(effects_are, parts, 1))


async def test_a_publisher_says_at_once_that_it_is_cut_off_and_comes_back_by_itself(
    broker: BrokerSettings,
) -> None:
    async with (
        through_proxy(broker) as (settings, proxy),
        RabbitPublisher(settings, name="tests") as publisher,
    ):
        await publisher.publish(outgoing(a_withdrawal()))
        proxy.close()
        await asyncio.sleep(0.1)
        async with asyncio.timeout(2):
            with pytest.raises(BrokerDown):
                await publisher.publish(outgoing(a_withdrawal()))
        proxy.is_open = True
        await asyncio.sleep(rabbit.DOWN_SECONDS)
        await publisher.publish(outgoing(a_withdrawal()))
    await until(partial(_holds, broker, 2))


async def _holds(broker: BrokerSettings, count: int) -> bool:
    return await ready(broker, QUEUE) == count


async def test_a_publish_without_an_answer_may_have_landed_all_the_same(
    broker: BrokerSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rabbit, "PUBLISH_SECONDS", 0.5)
    async with (
        through_proxy(broker) as (settings, proxy),
        RabbitPublisher(settings, name="tests") as publisher,
    ):
        await publisher.publish(outgoing(a_withdrawal()))
        proxy.freeze()
        with pytest.raises(NotConfirmed):
            await publisher.publish(outgoing(a_withdrawal()))
        proxy.thaw()
        await until(partial(_holds, broker, 2))


async def test_refused_publishes_leave_no_channel_behind(broker: BrokerSettings) -> None:
    elsewhere = broker.model_copy(update={"namespace": "nowhere."})
    async with RabbitPublisher(elsewhere, name="tests") as publisher:
        for _ in range(30):
            with pytest.raises(Unroutable):
                await publisher.publish(outgoing(a_withdrawal()))
        connection: Any = publisher._connection
        assert len([c for c in connection.transport.connection.channels.values() if c]) <= 2


async def test_a_declaration_that_differs_is_refused_aloud(broker: BrokerSettings) -> None:
    async with connected(broker, name="tests") as connection:
        channel = await connection.channel()
        await channel.queue_delete(f"{broker.namespace}{QUEUE}", if_unused=False, if_empty=False)
        await channel.declare_queue(f"{broker.namespace}{QUEUE}", durable=True)
    with pytest.raises(ChannelPreconditionFailed):
        await topology.declare(broker, service="sample", subscriptions=[subscription()])


async def test_work_and_answers_travel_on_connections_of_their_own(
    broker: BrokerSettings, parts: Parts
) -> None:
    """An alarm blocks the connections that publish; acknowledgements must go on."""
    async with (
        through_proxy(broker) as (settings, proxy),
        consuming(settings, parts, [subscription()]),
    ):
        before = len(proxy._writers)
        await publish(broker, _unreadable())
        await until(partial(_parked, broker))
        assert len(proxy._writers) == before * 2


def _unreadable() -> Any:
    good = outgoing(a_withdrawal())
    return type(good)(good.event_id, good.topic, b"{}")


async def _parked(broker: BrokerSettings) -> bool:
    return await ready(broker, parked_queue()) == 1


def test_the_clients_are_those_whose_faults_are_known() -> None:
    floors = {"aio-pika": (10, 2, 1), "aiormq": (7, 2, 4)}
    for name, floor in floors.items():
        assert tuple(int(part) for part in version(name).split(".")[:3]) >= floor
