"""Consuming from RabbitMQ: every message answered by hand, none refused by an orderly shutdown."""

import asyncio
import random
from collections.abc import Sequence
from functools import partial
from typing import Any

from aio_pika import Message
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractIncomingMessage, AbstractQueue
from aio_pika.exceptions import CONNECTION_EXCEPTIONS

from common import log, metrics
from common.cancellation import BrokenOff, own_cancellation_only
from common.messaging.amqp import connect, message_of
from common.messaging.delivery import Delivery, Done, Headers, Outcome, Park, Retry
from common.messaging.gate import GateClosed
from common.messaging.processor import Processor, Workshop
from common.messaging.publisher import BrokerDown, NotConfirmed
from common.messaging.rabbit import RabbitPublisher
from common.messaging.subscription import Subscription
from common.messaging.topology import Names
from common.settings import BrokerSettings

LOOK_SECONDS = 1.0
# All questions to the broker at the start of a session: none has a limit of its own.
SETUP_SECONDS = 30.0
GRACE_SECONDS = 25.0
ABANDON_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 10.0


class ConsumerLost(Exception):
    """The broker ended a consumer, a channel or the connection."""


class RabbitConsumers:
    """All subscriptions of a service on one channel, on a connection of their own.

    The connection is made again after whatever ended it. What was not answered is handed out
    again by the broker, and the inbox knows what was already done.
    """

    def __init__(
        self,
        settings: BrokerSettings,
        workshop: Workshop,
        subscriptions: Sequence[Subscription[Any]],
    ) -> None:
        self._settings = settings
        self._names = Names(settings.namespace)
        self._workshop = workshop
        self._service = workshop.stores.ground.service
        self._processors = [Processor(item, workshop) for item in subscriptions]
        self._answers = RabbitPublisher(settings, name=f"{self._service} answers")
        self._answering = asyncio.Lock()
        self._handling: set[asyncio.Task[None]] = set()
        # Nothing else refers to them, and a queue that is collected consumes no more.
        self._queues: dict[str, AbstractQueue] = {}
        self._channel: AbstractChannel | None = None
        self._stopping = asyncio.Event()

    @property
    def is_listening(self) -> bool:
        """Whether the broker still has every consumer, by their tags."""
        return bool(self._queues) and self._missing() == 0

    async def run(self) -> None:
        """Consume until `stop`; a lost broker is waited for."""
        pause = LOOK_SECONDS
        try:
            while not self._stopping.is_set():
                try:
                    with own_cancellation_only():
                        await self._session()
                    pause = LOOK_SECONDS
                except Exception as error:  # noqa: BLE001 - whatever a library throws, begin again
                    fields = log.fault(error)
                    log.logger().warning("consumers_lost", service=self._service, **fields)
                    await self._rest(pause)
                    pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        finally:
            await self._answers.close()

    def stop(self) -> None:
        """Take no more; what is being worked on has `GRACE_SECONDS` to end."""
        self._stopping.set()
        self._workshop.gate.close()

    async def _session(self) -> None:
        connection = await connect(self._settings, name=f"{self._service} consumers")
        try:
            async with asyncio.timeout(SETUP_SECONDS):
                channel = await self._open(connection)
            metrics.consumers.labels(self._service).set(len(self._queues))
            log.logger().info("consumers_started", service=self._service, count=len(self._queues))
            await self._watch(connection, channel)
            await self._leave(channel)
        finally:
            metrics.consumers.labels(self._service).set(0)
            self._queues.clear()
            self._channel = None
            await self._abandon()
            await _close(connection)

    async def _open(self, connection: AbstractConnection) -> AbstractChannel:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=self._settings.prefetch)
        self._channel = channel
        for processor in self._processors:
            await self._consume(channel, processor)
        return channel

    async def _consume(self, channel: AbstractChannel, processor: Processor) -> None:
        name = self._names.queue(processor.subscription.queue)
        queue = await channel.get_queue(name, ensure=True)
        tag = await queue.consume(partial(self._receive, processor), no_ack=False)
        self._queues[tag] = queue

    async def _watch(self, connection: AbstractConnection, channel: AbstractChannel) -> None:
        """Until `stop`; a consumer the broker cancelled, as after a deleted queue, is a loss."""
        while not await self._rest(LOOK_SECONDS):
            if connection.is_closed or channel.is_closed:
                raise ConsumerLost("connection")
            if missing := self._missing():
                raise ConsumerLost(f"{missing} of {len(self._queues)}")

    def _missing(self) -> int:
        if self._channel is None or self._channel.is_closed:
            return len(self._queues)
        consumers = _tags(self._channel)
        return sum(1 for tag in self._queues if tag not in consumers)

    async def _leave(self, channel: AbstractChannel) -> None:
        """Cancel, let the work end, leave the rest unanswered: the broker hands it out again."""
        for tag, queue in self._queues.items():
            await queue.cancel(tag)
        if self._handling:
            await asyncio.wait(self._handling, timeout=GRACE_SECONDS)
            await self._abandon()
        await channel.close()

    async def _abandon(self) -> None:
        """End work that can no longer be answered: the broker hands the same messages out again."""
        unfinished = tuple(self._handling)
        for task in unfinished:
            task.cancel()
        if unfinished:
            await asyncio.wait(unfinished, timeout=ABANDON_SECONDS)

    async def _receive(self, processor: Processor, message: AbstractIncomingMessage) -> None:
        task = asyncio.create_task(self._handle(processor, message))
        self._handling.add(task)
        task.add_done_callback(self._handling.discard)

    async def _handle(self, processor: Processor, message: AbstractIncomingMessage) -> None:
        delivery = Delivery(
            body=message.body,
            content_type=message.content_type,
            headers=dict(message.headers),
            redelivered=bool(message.redelivered),
        )
        try:
            outcome = await processor.settle(delivery)
        except GateClosed:
            return
        try:
            with own_cancellation_only():
                await self._answer(processor.subscription.queue, message, outcome)
        except (*CONNECTION_EXCEPTIONS, BrokenOff) as error:
            # The effect stands; the message will come again and be known.
            log.logger().info("answer_came_too_late", **log.fault(error))

    async def _answer(self, queue: str, message: AbstractIncomingMessage, outcome: Outcome) -> None:
        """Answer the broker; a message put off or parked is elsewhere before it leaves here."""
        try:
            match outcome:
                case Retry():
                    exchange = self._names.retry(outcome.after)
                    await self._move(message, exchange, queue, outcome.headers)
                case Park():
                    await self._move(message, self._names.parked, queue, outcome.headers)
                case Done():
                    pass
        except (NotConfirmed, BrokerDown) as error:
            log.logger().error("message_not_moved", queue=queue, **log.fault(error))
            await self._rest(LOOK_SECONDS)
            await message.nack(requeue=True)
        else:
            await message.ack()

    async def _move(
        self, message: AbstractIncomingMessage, exchange: str, queue: str, headers: Headers
    ) -> None:
        # One at a time: two subscriptions may put off the same event, under the same message id.
        async with self._answering:
            await self._answers.send(_copy(message, headers), exchange=exchange, routing_key=queue)

    async def _rest(self, seconds: float) -> bool:
        """True when stopped meanwhile."""
        try:
            async with asyncio.timeout(seconds * random.uniform(0.8, 1.2)):  # noqa: S311
                return await self._stopping.wait()
        except TimeoutError:
            return False


def _copy(message: AbstractIncomingMessage, headers: Headers) -> Message:
    return message_of(
        message.body,
        event_id=message.message_id,
        topic=message.type,
        headers=dict(headers),
        at=message.timestamp,
    )


def _tags(channel: AbstractChannel) -> frozenset[str]:
    """The consumers that the broker has not ended."""
    underlay: Any = getattr(channel, "_channel", None)
    return frozenset(underlay.channel.consumers) if underlay else frozenset()


async def _close(connection: AbstractConnection) -> None:
    try:
        async with asyncio.timeout(LOOK_SECONDS * 2):
            await connection.close()
    except (*CONNECTION_EXCEPTIONS, TimeoutError):
        return
