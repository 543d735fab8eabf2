"""One command at the desk: its connections, its output, its exit status."""

import asyncio
import getpass
import json
import sys
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import asyncpg
import typer
from aio_pika.exceptions import CONNECTION_EXCEPTIONS
from pydantic import ValidationError

from common.desk.databases import Databases, UnknownService, open_databases
from common.desk.grid import grid
from common.desk.settings import DeskSettings
from common.messaging.parked.in_tables import TableShelf
from common.messaging.parked.on_rabbit import RabbitShelf
from common.messaging.parked.shelf import Shelf
from common.messaging.publisher import BrokerDown, NotConfirmed

BAD_SETTINGS = 2
UNREACHABLE = 3


@dataclass(frozen=True, slots=True)
class Desk:
    """What a command works with."""

    settings: DeskSettings
    databases: Databases
    shelves: tuple[Shelf, ...]

    async def queues(self) -> list[str]:
        return sorted({item.queue for item in await self.databases.subscribed()})


def at_the_desk(work: Callable[[Desk], Coroutine[Any, Any, int]]) -> NoReturn:
    """Do the work and leave with its status; what cannot be reached is named."""
    try:
        settings = DeskSettings()
    except ValidationError as error:
        names = ["__".join(map(str, fault["loc"])).upper() for fault in error.errors()]
        say(f"missing or malformed: {', '.join(names)}")
        raise typer.Exit(BAD_SETTINGS) from None
    try:
        status = asyncio.run(_with_connections(settings, work))
    except UnknownService as unknown:
        say(str(unknown))
        raise typer.Exit(BAD_SETTINGS) from None
    except (asyncpg.PostgresError, BrokerDown, NotConfirmed, *CONNECTION_EXCEPTIONS) as error:
        say(f"cannot be reached, or refused: {type(error).__name__}: {error}")
        raise typer.Exit(UNREACHABLE) from None
    raise typer.Exit(status)


async def _with_connections(
    settings: DeskSettings, work: Callable[[Desk], Coroutine[Any, Any, int]]
) -> int:
    async with open_databases(settings.databases) as databases:
        shelves: tuple[Shelf, ...] = (TableShelf(databases.by_service.values()),)
        if settings.broker is not None:
            shelves = (*shelves, RabbitShelf(settings.broker))
        return await work(Desk(settings, databases, shelves))


def operator() -> str:
    """Who the register says did it."""
    return f"operator:{getpass.getuser()}"


def show(titles: Sequence[str], rows: Sequence[dict[str, Any]], *, as_json: bool) -> None:
    """Print what was asked for, and nothing else, on standard output."""
    if as_json:
        text = json.dumps(rows, ensure_ascii=False, indent=2, default=str)
    else:
        text = grid(titles, [list(row.values()) for row in rows])
    print(text)  # noqa: T201 - the answer


def say(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201 - progress
