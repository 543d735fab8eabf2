"""Messages parked on RabbitMQ: the `.parked` queue beside each queue."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import partial

from aio_pika.abc import AbstractConnection, AbstractIncomingMessage
from aio_pika.exceptions import ChannelNotFoundEntity

from common.messaging.amqp import connected, message_of
from common.messaging.delivery import ATTEMPT, PARKED_AT, PARKED_BECAUSE, REPLAYED_BY
from common.messaging.parked.shelf import Held, ParkedMessage
from common.messaging.rabbit import RabbitPublisher
from common.messaging.topology import Names
from common.settings import BrokerSettings

MOST_AT_ONCE = 1_000
# RabbitMQ itself parks what it handed out too often without an answer, and gives no reason.
BY_THE_BROKER = "handed out too often without an answer"


class RabbitShelf:
    """Takes messages without acknowledging them; those left are handed back when it closes."""

    def __init__(self, settings: BrokerSettings) -> None:
        self._settings = settings
        self._names = Names(settings.namespace)

    @asynccontextmanager
    async def open(self, queues: Sequence[str]) -> AsyncIterator[list[Held]]:
        async with AsyncExitStack() as stack:
            connection = await stack.enter_async_context(
                connected(self._settings, name="vigie desk")
            )
            publisher = await stack.enter_async_context(
                RabbitPublisher(self._settings, name="vigie desk replay")
            )
            held: list[Held] = []
            for queue in queues:
                messages = await self._take(connection, self._names.parked_queue(queue))
                held += [self._held(queue, message, publisher) for message in messages]
            yield held

    async def _take(
        self, connection: AbstractConnection, name: str
    ) -> list[AbstractIncomingMessage]:
        channel = await connection.channel()
        try:
            queue = await channel.get_queue(name)
        except ChannelNotFoundEntity:
            return []
        count = min(queue.declaration_result.message_count or 0, MOST_AT_ONCE)
        taken = [await queue.get(no_ack=False, fail=False) for _ in range(count)]
        return [message for message in taken if message is not None]

    def _held(
        self, queue: str, message: AbstractIncomingMessage, publisher: RabbitPublisher
    ) -> Held:
        return Held(
            _parked(queue, message),
            replay=partial(self._replay, queue, message, publisher),
            discard=partial(_discard, message),
        )

    async def _replay(
        self, queue: str, message: AbstractIncomingMessage, publisher: RabbitPublisher, by: str
    ) -> bool:
        """Its history is forgotten: it has all its tries again."""
        again = message_of(
            message.body,
            event_id=message.message_id,
            topic=message.type,
            headers={REPLAYED_BY: by},
            at=message.timestamp,
        )
        await publisher.send(again, exchange=self._names.requeue, routing_key=queue)
        await message.ack()
        return True


async def _discard(message: AbstractIncomingMessage) -> bool:
    await message.ack()
    return True


def _parked(queue: str, message: AbstractIncomingMessage) -> ParkedMessage:
    at = message.headers.get(PARKED_AT)
    attempts = message.headers.get(ATTEMPT)
    return ParkedMessage(
        queue=queue,
        event_id=message.message_id,
        topic=message.type,
        reason=str(message.headers.get(PARKED_BECAUSE, BY_THE_BROKER)),
        parked_at=datetime.fromisoformat(at) if isinstance(at, str) else None,
        attempts=attempts if isinstance(attempts, int) else 0,
        body=message.body,
    )
