import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from aio_pika.abc import DeliveryMode
from pydantic import SecretStr

from common.contracts.envelope import CONTENT_TYPE
from common.contracts.intake import ReportErased, ReportWithdrawn
from common.messaging import topology
from common.messaging.amqp import connected, message_of
from common.messaging.delivery import ATTEMPT, PARKED_BECAUSE
from common.messaging.publisher import BrokerDown, Outgoing, Unroutable
from common.messaging.rabbit import RabbitPublisher
from common.messaging.subscription import Later, Never
from common.messaging.topology import Names
from common.settings import BrokerSettings
from common.testing.waiting import until
from common.unit_of_work import UnitOfWork
from tests.broker import topology_of
from tests.common.messaging.rabbit import consuming, outgoing, parked_queue, publish, ready, take
from tests.common.messaging.sample import QUEUE, Parts, a_withdrawal, an_id, note, subscription

pytestmark = pytest.mark.broker


@pytest.fixture
async def broker(rabbitmq_url: str) -> AsyncIterator[BrokerSettings]:
    async with topology_of(
        rabbitmq_url, service="sample", subscriptions=[subscription()]
    ) as settings:
        yield settings


async def effects_are(parts: Parts, count: int) -> bool:
    return await parts.effects() == count


async def holds(settings: BrokerSettings, queue: str, count: int) -> bool:
    return await ready(settings, queue) == count


def unroutable() -> Outgoing:
    return outgoing(
        ReportErased(report_id=an_id(), version=1, erased_at=a_withdrawal().withdrawn_at)
    )


async def test_a_message_goes_from_publisher_to_effect(
    broker: BrokerSettings, parts: Parts
) -> None:
    async with consuming(broker, parts, [subscription()]):
        await publish(broker, *(outgoing(a_withdrawal()) for _ in range(50)))
        await until(partial(effects_are, parts, 50))
    assert await ready(broker, QUEUE) == 0


async def test_every_message_is_persistent_and_says_what_it_is(broker: BrokerSettings) -> None:
    message = outgoing(a_withdrawal())
    await publish(broker, message)
    kept = await take(broker, QUEUE)
    assert kept.delivery_mode == DeliveryMode.PERSISTENT
    assert kept.message_id == str(message.event_id)
    assert kept.type == kept.routing_key == message.topic
    assert kept.content_type == CONTENT_TYPE
    assert kept.body == message.body


async def test_five_unroutable_publishes_at_once_are_five_refusals(broker: BrokerSettings) -> None:
    async with RabbitPublisher(broker, name="tests") as publisher:
        answers = await asyncio.gather(
            *(publisher.publish(unroutable()) for _ in range(5)), return_exceptions=True
        )
    assert [type(answer) for answer in answers] == [Unroutable] * 5


async def test_a_refused_publish_does_not_disturb_those_in_flight(
    broker: BrokerSettings,
) -> None:
    async with RabbitPublisher(broker, name="tests") as publisher:
        messages = [outgoing(a_withdrawal()) for _ in range(20)]
        messages.insert(10, unroutable())
        answers = await asyncio.gather(
            *(publisher.publish(message) for message in messages), return_exceptions=True
        )
        assert [type(answer).__name__ for answer in answers].count("Unroutable") == 1
        assert answers.count(None) == 20
        await publisher.publish(outgoing(a_withdrawal()))
    await until(partial(holds, broker, QUEUE, 21))


async def test_a_missing_exchange_is_a_missing_topology(broker: BrokerSettings) -> None:
    elsewhere = broker.model_copy(update={"namespace": "nowhere."})
    with pytest.raises(Unroutable):
        await publish(elsewhere, outgoing(a_withdrawal()))


async def test_no_broker_is_told_at_once() -> None:
    nobody = BrokerSettings(url=SecretStr("amqp://guest:guest@127.0.0.1:1/"))
    async with asyncio.timeout(2), RabbitPublisher(nobody, name="tests") as publisher:
        for _ in range(20):
            with pytest.raises(BrokerDown):
                await publisher.publish(outgoing(a_withdrawal()))


async def test_what_is_put_off_comes_back_after_each_delay(
    broker: BrokerSettings, parts: Parts
) -> None:
    tries: list[float] = []

    async def twice_too_early(event: ReportWithdrawn, store: UnitOfWork) -> None:
        tries.append(asyncio.get_running_loop().time())
        if len(tries) < 3:
            raise Later("not yet")
        await note(event, store)

    async with consuming(broker, parts, [subscription(twice_too_early)]):
        await publish(broker, outgoing(a_withdrawal()))
        await until(partial(effects_are, parts, 1))
    gaps = [later - sooner for sooner, later in pairwise(tries)]
    assert 0.28 < gaps[0] < 0.8
    assert 0.98 < gaps[1] < 1.6


async def test_the_last_delay_repeats_without_the_broker_seeing_a_loop(
    broker: BrokerSettings, parts: Parts
) -> None:
    tries = 0

    async def often_too_early(event: ReportWithdrawn, store: UnitOfWork) -> None:
        nonlocal tries
        tries += 1
        if tries < 6:
            raise Later("not yet", after=timedelta(milliseconds=200))
        await note(event, store)

    async with consuming(broker, parts, [subscription(often_too_early)]):
        await publish(broker, outgoing(a_withdrawal()))
        await until(partial(effects_are, parts, 1))
    assert tries == 6


async def test_two_subscriptions_share_the_retry_queue_and_each_gets_its_own_back(
    rabbitmq_url: str, parts: Parts
) -> None:
    tried: list[str] = []

    async def first(event: ReportWithdrawn, store: UnitOfWork) -> None:
        tried.append("first")
        if tried.count("first") == 1:
            raise Later("not yet")
        await note(event, store)

    async def second(event: ReportWithdrawn, store: UnitOfWork) -> None:
        tried.append("second")
        if tried.count("second") == 1:
            raise Later("not yet")
        await note(event, store)

    both = [subscription(first, queue="sample.one"), subscription(second, queue="sample.two")]
    async with (
        topology_of(rabbitmq_url, service="sample", subscriptions=both) as settings,
        consuming(settings, parts, both),
    ):
        await publish(settings, outgoing(a_withdrawal()))
        await until(partial(effects_are, parts, 2))
    assert sorted(tried) == ["first", "first", "second", "second"]


async def test_what_can_never_be_done_is_parked_with_its_reason(
    broker: BrokerSettings, parts: Parts
) -> None:
    async def never(event: ReportWithdrawn, store: UnitOfWork) -> None:
        raise Never("the case is closed")

    message = outgoing(a_withdrawal())
    async with consuming(broker, parts, [subscription(never)]):
        await publish(broker, message)
        await until(partial(holds, broker, parked_queue(), 1))
    kept = await take(broker, parked_queue())
    assert kept.headers[PARKED_BECAUSE] == "the case is closed"
    assert kept.headers[ATTEMPT] == 1
    assert kept.message_id == str(message.event_id)
    assert kept.delivery_mode == DeliveryMode.PERSISTENT


async def test_an_unreadable_message_is_parked_alone(broker: BrokerSettings, parts: Parts) -> None:
    async with consuming(broker, parts, [subscription()]):
        async with RabbitPublisher(broker, name="tests") as publisher:
            bad = message_of(b"\x00\xff", event_id=None, topic=None)
            exchange = Names(broker.namespace).events
            await publisher.send(bad, exchange=exchange, routing_key=ReportWithdrawn.topic)
        await publish(broker, outgoing(a_withdrawal()))
        await until(partial(effects_are, parts, 1))
        await until(partial(holds, broker, parked_queue(), 1))


async def test_declaring_twice_changes_nothing(broker: BrokerSettings) -> None:
    await publish(broker, outgoing(a_withdrawal()))
    await topology.declare(broker, service="sample", subscriptions=[subscription()])
    assert await ready(broker, QUEUE) == 1


async def test_a_retired_subscription_gets_nothing_new_and_keeps_what_it_has(
    broker: BrokerSettings,
) -> None:
    await publish(broker, outgoing(a_withdrawal()))
    retired = [(QUEUE, ReportWithdrawn.topic)]
    await topology.declare(broker, service="sample", subscriptions=[], retired=retired)
    with pytest.raises(Unroutable):
        await publish(broker, outgoing(a_withdrawal()))
    assert await ready(broker, QUEUE) == 1


async def test_a_consumer_takes_no_more_than_its_share(
    broker: BrokerSettings, parts: Parts
) -> None:
    release = asyncio.Event()

    async def wait(event: ReportWithdrawn, store: UnitOfWork) -> None:
        await release.wait()
        await note(event, store)

    async with consuming(broker, parts, [subscription(wait)]):
        await publish(broker, *(outgoing(a_withdrawal()) for _ in range(30)))
        await until(partial(holds, broker, QUEUE, 30 - broker.prefetch))
        await asyncio.sleep(0.3)
        assert await ready(broker, QUEUE) == 30 - broker.prefetch
        release.set()
        await until(partial(effects_are, parts, 30))


@pytest.mark.parametrize("queue", ["other.note", "sample", "sample.a.b", "sample.retry"])
async def test_a_queue_is_named_for_a_deed_of_its_service(queue: str) -> None:
    with pytest.raises(topology.BadQueueName):
        topology.check_names("sample", [queue])


async def test_the_connection_beats_often_enough_to_notice_a_dead_peer(
    broker: BrokerSettings,
) -> None:
    async with connected(broker, name="tests") as connection:
        underlay: Any = connection.transport
        assert underlay.connection.heartbeat_timeout <= 15
