"""What a service is: its parts, its API, its subscriptions, its loops, its jobs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, Protocol, TypeVar

import typer
from fastapi import FastAPI

from common.messaging.subscription import Subscription
from common.settings import ServiceSettings
from common.unit_of_work import Cause, Ground, UnitOfWork

S_co = TypeVar("S_co", bound=UnitOfWork, covariant=True)
P = TypeVar("P", bound="Parts[Any]")
C = TypeVar("C", bound=ServiceSettings)


class Parts(Protocol[S_co]):
    """What `build` gives: everything constructed once; each service's own adds its gateways."""

    @property
    def ground(self) -> Ground: ...

    def open_store(self, *, cause: Cause | None = None) -> S_co:
        """A new unit of work; `cause` is the message being handled."""

    async def close(self) -> None:
        """Give back connections and threads."""


@dataclass(frozen=True, slots=True)
class Loop:
    """Work that the worker repeats: `do` returns how much it did; after 0 it rests `every`."""

    name: str
    every: timedelta
    do: Callable[[], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Service(Generic[C, P]):
    """One of the five, as the command line and onebox see it.

    `name` is hyphenated (`company-portal`), `package` is the Python package. `jobs` adds the
    commands of `python -m <package> job …`; it is given a function that builds the parts.
    `prepare` makes what the service needs beside its database and its queues: buckets, an index.
    """

    name: str
    package: str
    settings: type[C]
    build: Callable[[C], P]
    create_api: Callable[[P], FastAPI]
    subscriptions: Callable[[P], tuple[Subscription[Any], ...]]
    loops: Callable[[P], tuple[Loop, ...]]
    jobs: Callable[[Callable[[], P]], typer.Typer]
    prepare: Callable[[P], Awaitable[None]] | None = None
