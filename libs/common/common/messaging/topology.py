"""Exchanges and queues: their names, and the one place that declares them.

    vigie.events (topic) ──► <service>.<deed> ──► a consumer
                                 ▲     │ refused 50 times            │ put off
                                 │     └─► vigie.parked              ▼
        vigie.requeue (direct) ◄─┼─ <service>.retry.10s ◄── vigie.retry.10s (topic)
                                       expired there, its routing key still the queue's name

A service has one retry queue for each delay, shared by its subscriptions: the message keeps the
name of its queue as routing key, so that expiry brings it back to where it came from.
Only `prepare` declares; everyone else asks whether it is there. Arguments are never changed once
declared: RabbitMQ refuses a declaration that differs.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractExchange

from common.messaging.amqp import connected
from common.messaging.subscription import Subscription
from common.settings import BrokerSettings

DELIVERY_LIMIT = 50
# Looking into a queue counts as a delivery: a queue made to be looked into needs room for it.
NO_DELIVERY_LIMIT = 1_000_000_000


class BadQueueName(ValueError):
    """A queue is named for no deed of this service, or twice."""


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called on the broker; routing keys carry no namespace, objects do."""

    namespace: str = ""

    @property
    def events(self) -> str:
        return f"{self.namespace}vigie.events"

    @property
    def requeue(self) -> str:
        return f"{self.namespace}vigie.requeue"

    @property
    def parked(self) -> str:
        return f"{self.namespace}vigie.parked"

    def retry(self, delay: timedelta) -> str:
        return f"{self.namespace}vigie.retry.{_in_words(delay)}"

    def queue(self, queue: str) -> str:
        return f"{self.namespace}{queue}"

    def parked_queue(self, queue: str) -> str:
        return f"{self.namespace}{queue}.parked"

    def retry_queue(self, service: str, delay: timedelta) -> str:
        return f"{self.namespace}{service}.retry.{_in_words(delay)}"


def _in_words(delay: timedelta) -> str:
    milliseconds = int(delay.total_seconds() * 1000)
    return f"{milliseconds // 1000}s" if milliseconds % 1000 == 0 else f"{milliseconds}ms"


async def declare(
    settings: BrokerSettings,
    *,
    service: str,
    subscriptions: Sequence[Subscription[Any]],
    retired: Collection[tuple[str, str]] = (),
) -> None:
    """Declare all that a service's worker expects; doing it again changes nothing.

    `retired` are (queue, topic) pairs of subscriptions that are no more: their queues keep what
    they hold and get nothing new.
    """
    check_names(service, (item.queue for item in subscriptions))
    names = Names(settings.namespace)
    async with (
        connected(settings, name=f"{service} prepare") as connection,
        connection.channel() as channel,
    ):
        events, requeue, parked = await _declare_exchanges(channel, names)
        await _declare_retry(channel, names, service, settings.retry_delays)
        for item in subscriptions:
            parked_queue = await channel.declare_queue(
                names.parked_queue(item.queue), durable=True, arguments=_quorum(NO_DELIVERY_LIMIT)
            )
            await parked_queue.bind(parked, routing_key=item.queue)
            queue = await channel.declare_queue(
                names.queue(item.queue),
                durable=True,
                arguments=_quorum(DELIVERY_LIMIT) | _dead_letters(names.parked, item.queue),
            )
            await queue.bind(requeue, routing_key=item.queue)
            await queue.bind(events, routing_key=item.event.topic)
        for retired_queue, topic in retired:
            left = await channel.get_queue(names.queue(retired_queue), ensure=False)
            await left.unbind(events, routing_key=topic)


def check_names(service: str, queues: Iterable[str]) -> None:
    """Every subscription has a queue of its own, `<service>.<deed>`, without further dots."""
    seen: set[str] = set()
    for queue in queues:
        owner, _, deed = queue.partition(".")
        if owner != service or not deed or "." in deed or deed == "retry" or queue in seen:
            raise BadQueueName(queue)
        seen.add(queue)


async def delete(
    settings: BrokerSettings, *, service: str, subscriptions: Sequence[Subscription[Any]]
) -> None:
    """Take away a service's queues, with what they hold, and the exchanges: for tests."""
    names = Names(settings.namespace)
    async with connected(settings, name="delete") as connection, connection.channel() as channel:
        queues = [names.retry_queue(service, delay) for delay in settings.retry_delays]
        for item in subscriptions:
            queues += [names.queue(item.queue), names.parked_queue(item.queue)]
        for queue in queues:
            await channel.queue_delete(queue, if_unused=False, if_empty=False)
        exchanges = [names.events, names.requeue, names.parked]
        for exchange in exchanges + [names.retry(delay) for delay in settings.retry_delays]:
            await channel.exchange_delete(exchange)


async def _declare_exchanges(
    channel: AbstractChannel, names: Names
) -> tuple[AbstractExchange, AbstractExchange, AbstractExchange]:
    return (
        await channel.declare_exchange(names.events, ExchangeType.TOPIC, durable=True),
        await channel.declare_exchange(names.requeue, ExchangeType.DIRECT, durable=True),
        await channel.declare_exchange(names.parked, ExchangeType.DIRECT, durable=True),
    )


async def _declare_retry(
    channel: AbstractChannel, names: Names, service: str, delays: Iterable[timedelta]
) -> None:
    """One queue for each delay: messages of different delays would wait behind one another."""
    for delay in delays:
        exchange = await channel.declare_exchange(
            names.retry(delay), ExchangeType.TOPIC, durable=True
        )
        queue = await channel.declare_queue(
            names.retry_queue(service, delay),
            durable=True,
            arguments=_quorum(NO_DELIVERY_LIMIT)
            | _dead_letters(names.requeue, None)
            | {"x-message-ttl": int(delay.total_seconds() * 1000)},
        )
        await queue.bind(exchange, routing_key=f"{service}.*")


def _quorum(delivery_limit: int) -> dict[str, Any]:
    return {
        "x-queue-type": "quorum",
        # Never left out: RabbitMQ 3 then has no limit, RabbitMQ 4 one of 20.
        "x-delivery-limit": delivery_limit,
        # A full queue says no to the publisher; without it dead-lettering may lose.
        "x-overflow": "reject-publish",
    }


def _dead_letters(exchange: str, routing_key: str | None) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "x-dead-letter-exchange": exchange,
        "x-dead-letter-strategy": "at-least-once",
    }
    return arguments | ({"x-dead-letter-routing-key": routing_key} if routing_key else {})
