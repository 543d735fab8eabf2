"""The law of conservation: what was published to a queue is done, parked, queued or put off."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from aio_pika.abc import AbstractConnection
from aio_pika.exceptions import ChannelNotFoundEntity

from common.desk.databases import Databases, Subscribed
from common.messaging.amqp import connected
from common.messaging.parked.shelf import Shelf
from common.messaging.topology import Names
from common.settings import BrokerSettings

PAGE = 10_000
LOOK_SECONDS = 1.0
MOST_PUT_OFF = 10_000

_PUBLISHED = """
    SELECT id, event_id FROM outbox
    WHERE topic = $1 AND created_at >= $2 AND sent_at IS NOT NULL AND id > $3
    ORDER BY id LIMIT $4
"""
_NOT_DONE = """
    SELECT event_id FROM unnest($2::uuid[]) AS owed (event_id)
    WHERE NOT EXISTS (SELECT FROM inbox WHERE queue = $1 AND inbox.event_id = owed.event_id)
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One subscription. `lost` must be 0: published, and nowhere to be found."""

    queue: str
    topic: str
    published: int
    done: int
    parked: int
    queued: int
    scheduled: int
    lost: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


async def balance(
    databases: Databases,
    shelves: Sequence[Shelf],
    broker: BrokerSettings | None,
    *,
    patience: float,
) -> list[Line]:
    """The books of every subscription; a difference is looked at again for `patience` seconds.

    A message under way is for a moment in no book: it is acknowledged after its effect, and
    taken from one queue before it is seen in the next.
    """
    deadline = asyncio.get_running_loop().time() + patience
    while True:
        lines = await _balance_once(databases, shelves, broker)
        out_of_time = asyncio.get_running_loop().time() >= deadline
        if out_of_time or not any(line.lost for line in lines):
            return lines
        await asyncio.sleep(LOOK_SECONDS)


async def _balance_once(
    databases: Databases, shelves: Sequence[Shelf], broker: BrokerSettings | None
) -> list[Line]:
    subscribed = await databases.subscribed()
    queued, scheduled = await _on_the_broker(broker, subscribed)
    parked = await _parked(shelves, [item.queue for item in subscribed])
    lines = []
    for item in subscribed:
        published, owed = await _owed(databases, item)
        missing = owed - parked.get(item.queue, set())
        waiting = queued[item.queue] + scheduled[item.queue]
        lines.append(
            Line(
                queue=item.queue,
                topic=item.topic,
                published=published,
                done=published - len(owed),
                parked=len(parked.get(item.queue, ())),
                queued=queued[item.queue],
                scheduled=scheduled[item.queue],
                lost=max(0, len(missing) - waiting),
            )
        )
    return lines


async def _owed(databases: Databases, item: Subscribed) -> tuple[int, set[UUID]]:
    """How many events were published for the queue, and which of them it has not done."""
    producer = databases.of(item.topic.partition(".")[0].replace("_", "-"))
    consumer = databases.of(item.service)
    published, last, owed = 0, 0, set[UUID]()
    while rows := await producer.fetch(_PUBLISHED, item.topic, item.since, last, PAGE):
        published += len(rows)
        last = rows[-1]["id"]
        ids = [row["event_id"] for row in rows]
        owed |= {row["event_id"] for row in await consumer.fetch(_NOT_DONE, item.queue, ids)}
    return published, owed


async def _parked(shelves: Sequence[Shelf], queues: Sequence[str]) -> dict[str, set[UUID]]:
    found: dict[str, set[UUID]] = {}
    async with AsyncExitStack() as stack:
        for shelf in shelves:
            for held in await stack.enter_async_context(shelf.open(queues)):
                if held.message.event_id:
                    ids = found.setdefault(held.message.queue, set())
                    ids.add(UUID(held.message.event_id))
    return found


async def _on_the_broker(
    broker: BrokerSettings | None, subscribed: Sequence[Subscribed]
) -> tuple[Counter[str], Counter[str]]:
    """Messages ready in each queue, and those of each queue that wait in a retry queue."""
    queued: Counter[str] = Counter()
    scheduled: Counter[str] = Counter()
    if broker is None:
        return queued, scheduled
    names = Names(broker.namespace)
    async with connected(broker, name="vigie desk balance") as connection:
        for item in subscribed:
            queued[item.queue] = await _count(connection, names.queue(item.queue))
        for service in {item.service for item in subscribed}:
            for delay in broker.retry_delays:
                name = names.retry_queue(service, delay)
                scheduled += await _count_by_queue(connection, name)
    return queued, scheduled


async def _count(connection: AbstractConnection, name: str) -> int:
    channel = await connection.channel()
    try:
        queue = await channel.get_queue(name)
    except ChannelNotFoundEntity:
        return 0
    await channel.close()
    return queue.declaration_result.message_count or 0


async def _count_by_queue(connection: AbstractConnection, name: str) -> Counter[str]:
    """A retry queue serves a whole service: look at each message's routing key, take none."""
    channel = await connection.channel()
    try:
        queue = await channel.get_queue(name)
    except ChannelNotFoundEntity:
        return Counter()
    count = min(queue.declaration_result.message_count or 0, MOST_PUT_OFF)
    seen = [await queue.get(no_ack=False, fail=False) for _ in range(count)]
    await channel.close()
    return Counter(message.routing_key for message in seen if message and message.routing_key)
