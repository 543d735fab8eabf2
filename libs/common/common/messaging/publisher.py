"""What the relay asks of a broker, whichever it is."""

import asyncio
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class NotConfirmed(Exception):
    """The broker did not take the message, or did not say so: it may have it all the same."""


class Unroutable(NotConfirmed):
    """No queue is bound to the topic: the topology is missing, and nothing may be dropped."""


class BrokerDown(Exception):
    """There is no broker to publish to; no fault of the message's."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An event ready to leave; `again`: it may have left before."""

    event_id: UUID
    topic: str
    body: bytes
    again: bool = False


class Publisher(Protocol):
    async def publish(self, message: Outgoing) -> asyncio.Future[None] | None:
        """Hand a message over; raises NotConfirmed, Unroutable or BrokerDown.

        None: the broker keeps it. A future: the broker keeps nothing and has not finished with
        it; the message counts as sent once the future ends, and others need not wait for that.
        """
