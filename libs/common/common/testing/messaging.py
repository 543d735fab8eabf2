"""Messages in tests: delivered through the real processor, read from the real outbox."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from common.contracts.envelope import CONTENT_TYPE, Envelope, to_bytes
from common.contracts.event import Event
from common.ids import SystemChance, uuid7
from common.messaging.delivery import Delivery, Done, Outcome, Park, Retry
from common.messaging.processor import Processor, Stores, Workshop
from common.messaging.retry import RetryPolicy
from common.messaging.subscription import Subscription

_WORST_FIRST = (Park, Retry, Done)


class NobodyListens(AssertionError):
    """No subscription given is for this event."""


def enclose(
    event: Event,
    *,
    producer: str | None = None,
    event_id: UUID | None = None,
    time: datetime | None = None,
) -> Envelope:
    """The event as its producer would send it; the producer is the one that owns the topic."""
    now = time or datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    return Envelope(
        id=event_id or uuid7(now, SystemChance()),
        source=producer or event.topic.partition(".")[0].replace("_", "-"),
        time=now,
        event=event,
        correlation_id=event.subject,
    )


def as_delivery(envelope: Envelope, *, redelivered: bool = False, **headers: Any) -> Delivery:
    """`headers` are named with underscores: `vigie_attempt=2`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Delivery(to_bytes(envelope), CONTENT_TYPE, named, redelivered)


async def deliver(
    subscriptions: Sequence[Subscription[Any]],
    parts: Stores,
    event: Event,
    *,
    producer: str | None = None,
    event_id: UUID | None = None,
) -> Outcome:
    """Run an event through every subscription to it, as the worker would; the worst outcome.

    The same `event_id` twice is a message that came again.
    """
    envelope = enclose(event, producer=producer, event_id=event_id)
    concerned = [item for item in subscriptions if item.event is type(event)]
    if not concerned:
        raise NobodyListens(event.topic)
    workshop = Workshop.of(parts, policy=RetryPolicy())
    outcomes = [await Processor(item, workshop).settle(as_delivery(envelope)) for item in concerned]
    return min(outcomes, key=lambda outcome: _WORST_FIRST.index(type(outcome)))
