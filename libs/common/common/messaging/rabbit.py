"""Publishing to RabbitMQ: persistent, mandatory, confirmed, or an exception that says what not."""

import asyncio
from dataclasses import dataclass
from time import monotonic
from typing import Self

from aio_pika import Message
from aio_pika.abc import AbstractChannel, AbstractConnection
from aio_pika.exceptions import (
    CONNECTION_EXCEPTIONS,
    ChannelNotFoundEntity,
    DeliveryError,
    PublishError,
)
from pamqp.commands import Basic

from common.cancellation import BrokenOff, own_cancellation_only
from common.messaging.amqp import CONNECT_SECONDS, connect, message_of
from common.messaging.publisher import BrokerDown, NotConfirmed, Outgoing, Unroutable
from common.messaging.topology import Names
from common.settings import BrokerSettings

PUBLISH_SECONDS = 10.0
CLOSE_SECONDS = 2.0
# After a failed connection nobody tries another at once: a batch fails in one go.
DOWN_SECONDS = 0.5


@dataclass(slots=True)
class _Line:
    """A channel and how many publishes await their confirmation on it."""

    channel: AbstractChannel
    in_flight: int = 0
    is_retired: bool = False


class RabbitPublisher:
    """One connection and one channel, made when first needed and after whatever broke them.

    No two messages in flight may have the same `message_id`: a returned message is told from
    the others by it.
    """

    def __init__(self, settings: BrokerSettings, *, name: str) -> None:
        self._settings = settings
        self._name = name
        self._names = Names(settings.namespace)
        self._connection: AbstractConnection | None = None
        self._line: _Line | None = None
        self._opening = asyncio.Lock()
        self._down_since = -DOWN_SECONDS

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def publish(self, message: Outgoing) -> None:
        """The relay's way in: to every queue bound to the topic."""
        amqp = message_of(message.body, event_id=message.event_id, topic=message.topic)
        await self.send(amqp, exchange=self._names.events, routing_key=message.topic)

    async def send(self, message: Message, *, exchange: str, routing_key: str) -> None:
        """Return once the broker has the message on disk.

        Raises Unroutable, NotConfirmed or BrokerDown; the last two may hide a success.
        After any failure the next publish gets a fresh channel; those in flight finish on theirs.
        """
        line = await self._open_line()
        line.in_flight += 1
        try:
            await _publish(line.channel, message, exchange, routing_key)
        except BaseException:
            self._retire(line)
            raise
        finally:
            line.in_flight -= 1
            if line.is_retired and line.in_flight == 0:
                await _close(line.channel)

    async def close(self) -> None:
        self._line = None
        if self._connection is not None:
            await _close(self._connection)
            self._connection = None

    def _retire(self, line: _Line) -> None:
        line.is_retired = True
        if self._line is line:
            self._line = None

    async def _open_line(self) -> _Line:
        if self._line is not None and not self._line.channel.is_closed:
            return self._line
        async with self._opening:
            if self._line is None or self._line.channel.is_closed:
                self._line = await self._new_line()
            return self._line

    async def _new_line(self) -> _Line:
        if monotonic() - self._down_since < DOWN_SECONDS:
            raise BrokerDown("not answering a moment ago")
        try:
            if self._connection is not None:
                return _Line(await _open_channel(self._connection))
        except (*CONNECTION_EXCEPTIONS, BrokenOff, TimeoutError):
            # A connection that was cut does not always know it.
            await self.close()
        try:
            self._connection = await connect(self._settings, name=self._name)
            return _Line(await _open_channel(self._connection))
        except (*CONNECTION_EXCEPTIONS, BrokenOff, TimeoutError) as error:
            self._down_since = monotonic()
            raise BrokerDown(type(error).__name__) from error


async def _open_channel(connection: AbstractConnection) -> AbstractChannel:
    async with asyncio.timeout(CONNECT_SECONDS):
        with own_cancellation_only():
            return await connection.channel(publisher_confirms=True, on_return_raises=True)


async def _publish(
    channel: AbstractChannel, message: Message, exchange: str, routing_key: str
) -> None:
    try:
        with own_cancellation_only():
            target = await channel.get_exchange(exchange, ensure=False)
            answer = await target.publish(
                message, routing_key=routing_key, mandatory=True, timeout=PUBLISH_SECONDS
            )
    except (PublishError, ChannelNotFoundEntity) as error:
        raise Unroutable(routing_key) from error
    except (DeliveryError, BrokenOff, TimeoutError) as error:
        raise NotConfirmed(type(error).__name__) from error
    except CONNECTION_EXCEPTIONS as error:
        raise BrokerDown(type(error).__name__) from error
    if not isinstance(answer, Basic.Ack):
        raise NotConfirmed(type(answer).__name__)


async def _close(thing: AbstractChannel | AbstractConnection) -> None:
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            with own_cancellation_only():
                await thing.close()
    except (*CONNECTION_EXCEPTIONS, BrokenOff, TimeoutError):
        return
