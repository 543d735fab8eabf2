"""Who listens to what: an event, a queue, a deed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar

from common.contracts.event import Event
from common.unit_of_work import UnitOfWork

E = TypeVar("E", bound=Event)
S = TypeVar("S", bound=UnitOfWork)


class Later(Exception):
    """The deed cannot be done yet: try again after a delay, without counting it a fault.

    Raised by handlers when what they need has not arrived: messages come in any order.
    """

    def __init__(self, why: str, *, after: timedelta | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.after = after


class Never(Exception):
    """The deed can never be done: the message is parked with this reason for a person to see."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Subscription(Generic[S]):
    """One deed for one event, with a queue of its own: `<service>.<handler-in-kebab>`."""

    event: type[Event]
    queue: str
    do: Callable[[Any, S], Awaitable[None]]


def on(event: type[E], *, queue: str, do: Callable[[E, S], Awaitable[None]]) -> Subscription[S]:
    """Bind a deed to an event; the type checker refuses a deed that expects another event."""
    return Subscription(event, queue, do)
