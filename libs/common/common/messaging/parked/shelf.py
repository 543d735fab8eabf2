"""Parked messages, wherever they are kept."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ParkedMessage:
    """What may be shown of a message without revealing its body, and the body."""

    queue: str
    event_id: str | None
    topic: str | None
    reason: str
    parked_at: datetime | None
    attempts: int
    body: bytes

    @property
    def service(self) -> str:
        return self.queue.partition(".")[0]

    @property
    def fingerprint(self) -> str:
        """Names the body in the register without repeating it."""
        return hashlib.sha256(self.body).hexdigest()

    def attributes(self) -> dict[str, str]:
        return attributes_of(self.body)


@dataclass(frozen=True, slots=True)
class Held:
    """A parked message in the operator's hand: nobody else gets it meanwhile.

    `replay` hands it to its queue again under the operator's name; `discard` removes it. Each
    returns False when the message was gone.
    """

    message: ParkedMessage
    replay: Callable[[str], Awaitable[bool]]
    discard: Callable[[], Awaitable[bool]]


class Shelf(Protocol):
    def open(self, queues: Sequence[str]) -> AbstractAsyncContextManager[list[Held]]:
        """Hold what is parked for these queues; what is neither replayed nor discarded stays."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which parked messages are meant; nothing given means all."""

    queue: str | None = None
    event_id: str | None = None
    reason: str | None = None
    since: datetime | None = None

    def suits(self, message: ParkedMessage) -> bool:
        if self.queue and message.queue != self.queue:
            return False
        if self.event_id and message.event_id != self.event_id:
            return False
        if self.reason and self.reason not in message.reason:
            return False
        return not self.since or (message.parked_at is not None and message.parked_at >= self.since)


def attributes_of(body: bytes) -> dict[str, str]:
    """The envelope's texts, whatever the body is; no contract is needed to read them."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    pairs = found.items() if isinstance(found, dict) else ()
    return {name: value for name, value in pairs if isinstance(value, str)}
