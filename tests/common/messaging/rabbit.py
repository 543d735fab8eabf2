"""The sample service on a real broker: publish, consume, look into queues."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aio_pika.abc import AbstractIncomingMessage

from common.contracts.envelope import to_bytes
from common.contracts.event import Event
from common.messaging.amqp import connected
from common.messaging.consumer import RabbitConsumers
from common.messaging.processor import Workshop
from common.messaging.publisher import Outgoing
from common.messaging.rabbit import RabbitPublisher
from common.messaging.retry import RetryPolicy
from common.messaging.subscription import Subscription
from common.messaging.topology import Names
from common.settings import BrokerSettings
from common.testing.messaging import enclose
from common.testing.waiting import until
from tests.common.messaging.sample import QUEUE, Parts


def outgoing(event: Event) -> Outgoing:
    envelope = enclose(event)
    return Outgoing(envelope.id, envelope.topic, to_bytes(envelope))


@asynccontextmanager
async def consuming(
    settings: BrokerSettings,
    parts: Parts,
    subscriptions: Sequence[Subscription[Any]],
    **policy: Any,
) -> AsyncIterator[RabbitConsumers]:
    workshop = Workshop.of(parts, policy=RetryPolicy(delays=settings.retry_delays, **policy))
    consumers = RabbitConsumers(settings, workshop, subscriptions)
    task = asyncio.create_task(consumers.run())
    try:
        await until(lambda: consumers.is_listening)
        yield consumers
    finally:
        consumers.stop()
        await task


async def publish(settings: BrokerSettings, *messages: Outgoing) -> None:
    async with RabbitPublisher(settings, name="tests") as publisher:
        await asyncio.gather(*(publisher.publish(message) for message in messages))


async def ready(settings: BrokerSettings, queue: str) -> int:
    """How many messages wait in a queue."""
    async with connected(settings, name="tests") as connection:
        channel = await connection.channel()
        found = await channel.declare_queue(f"{settings.namespace}{queue}", passive=True)
        return found.declaration_result.message_count or 0


async def take(settings: BrokerSettings, queue: str) -> AbstractIncomingMessage:
    """The next message of a queue, removed from it."""
    async with connected(settings, name="tests") as connection:
        channel = await connection.channel()
        found = await channel.get_queue(f"{settings.namespace}{queue}")
        message = await found.get(timeout=5, fail=True)
        await message.ack()
        return message


def parked_queue(queue: str = QUEUE) -> str:
    return Names().parked_queue(queue)
