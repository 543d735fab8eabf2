"""A broker without a server: the same subscriptions, inbox, retries and parking in one process.

It keeps nothing. A publish is confirmed once every subscription has finished or parked the
message; after a crash the outbox sends again, and the inbox absorbs what was done.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError

from common import log
from common.contracts.envelope import CONTENT_TYPE
from common.db.plumbing import ParkedRow
from common.messaging.delivery import Delivery, Done, Headers, Park, Retry
from common.messaging.processor import Processor, Stores, Workshop
from common.messaging.publisher import NotConfirmed, Outgoing, Unroutable
from common.messaging.retry import RetryPolicy
from common.messaging.subscription import Subscription

# How long a publish waits before it hands back a future instead of an answer.
PATIENCE_SECONDS = 1.0

FlightKey = tuple[str, UUID]


@dataclass(frozen=True, slots=True)
class _Flight:
    """A message on its way through one subscription; `answered` after the first try."""

    task: asyncio.Task[None]
    answered: asyncio.Event


class InProcessBroker:
    """Attach every service before the first publish: nobody is told what was published before."""

    def __init__(self) -> None:
        self._processors: defaultdict[str, list[Processor]] = defaultdict(list)
        self._workshops: dict[str, Workshop] = {}
        self._flights: dict[FlightKey, _Flight] = {}
        self._scheduled: Counter[str] = Counter()

    def attach(
        self,
        parts: Stores,
        subscriptions: Sequence[Subscription[Any]],
        *,
        policy: RetryPolicy | None = None,
    ) -> None:
        workshop = Workshop.of(parts, policy=policy or RetryPolicy())
        for subscription in subscriptions:
            processor = Processor(subscription, workshop)
            self._processors[subscription.event.topic].append(processor)
            self._workshops[subscription.queue] = workshop

    @property
    def scheduled(self) -> Counter[str]:
        """How many messages wait for their next try, by queue."""
        return +self._scheduled

    async def publish(self, message: Outgoing) -> asyncio.Future[None] | None:
        """A message published again while it is in flight joins the flight."""
        processors = self._processors.get(message.topic)
        if not processors:
            raise Unroutable(message.topic)
        flights = [self._flight(processor, message, headers={}) for processor in processors]
        await _answered(flights)
        tasks = [flight.task for flight in flights]
        if all(task.done() for task in tasks):
            _raise_first(tasks)
            return None
        return asyncio.ensure_future(_all(tasks))

    async def redeliver(self, queue: str, message: Outgoing, *, headers: Headers) -> None:
        """Hand a message to one subscription only, and wait for its first answer."""
        found = [
            processor
            for processor in self._processors[message.topic]
            if processor.subscription.queue == queue
        ]
        if not found:
            raise Unroutable(queue)
        await _answered([self._flight(found[0], message, headers=headers)])

    async def until_quiet(self) -> None:
        """Wait until no message is in flight, those waiting for a retry included."""
        while self._flights:
            await asyncio.wait([flight.task for flight in self._flights.values()])

    async def close(self) -> None:
        """Stop every flight; the outbox still has what was not confirmed."""
        tasks = [flight.task for flight in self._flights.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _flight(self, processor: Processor, message: Outgoing, *, headers: Headers) -> _Flight:
        key = (processor.subscription.queue, message.event_id)
        if key not in self._flights:
            answered = asyncio.Event()
            delivery = Delivery(message.body, CONTENT_TYPE, headers, message.again)
            task = asyncio.create_task(self._fly(key, processor, delivery, answered), name=key[0])
            task.add_done_callback(lambda _: self._land(key))
            self._flights[key] = _Flight(task, answered)
        return self._flights[key]

    def _land(self, key: FlightKey) -> None:
        self._flights.pop(key).answered.set()

    async def _fly(
        self, key: FlightKey, processor: Processor, delivery: Delivery, answered: asyncio.Event
    ) -> None:
        while True:
            match await processor.settle(delivery):
                case Done():
                    return
                case Park() as park:
                    await self._park(key, delivery.body, park)
                    return
                case Retry() as retry:
                    answered.set()
                    delivery = Delivery(delivery.body, CONTENT_TYPE, retry.headers)
                    await self._rest(key[0], retry)

    async def _rest(self, queue: str, retry: Retry) -> None:
        self._scheduled[queue] += 1
        try:
            await asyncio.sleep(retry.after.total_seconds())
        finally:
            self._scheduled[queue] -= 1

    async def _park(self, key: FlightKey, body: bytes, park: Park) -> None:
        """Keep the message in the consumer's own database, however long that takes to answer."""
        queue, event_id = key
        workshop = self._workshops[queue]
        row = {
            "queue": queue,
            "event_id": event_id,
            "body": body,
            "headers": dict(park.headers),
            "reason": park.reason,
        }
        while True:
            try:
                async with workshop.stores.ground.engine.begin() as connection:
                    await connection.execute(insert(ParkedRow).values(row))
            except (SQLAlchemyError, OSError, TimeoutError) as error:
                log.logger().warning("parking_failed", queue=queue, **log.fault(error))
                await asyncio.sleep(1)
                await workshop.watch.until_up()
            else:
                return


async def _answered(flights: Sequence[_Flight]) -> None:
    """Wait for the first answer of every subscription, but not for one that takes its time."""
    waits = [asyncio.ensure_future(flight.answered.wait()) for flight in flights]
    _, slow = await asyncio.wait(waits, timeout=PATIENCE_SECONDS)
    for wait in slow:
        wait.cancel()


async def _all(tasks: Sequence[asyncio.Task[None]]) -> None:
    await asyncio.wait(tasks)
    _raise_first(tasks)


def _raise_first(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        if task.cancelled() or task.exception() is not None:
            raise NotConfirmed(task.get_name())
