"""Is it the database that fails, or the message?"""

import asyncio
import random

from asyncpg import (
    InterfaceError,
    InternalClientError,
    PostgresConnectionError,
    PostgresError,
)
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InternalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import AsyncEngine

PROBE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 5.0

# Serialization and deadlock, lock and statement timeouts, resources, shutdown, idle in transaction.
_PASSING_STATES = ("40001", "40P01", "55P03", "57014", "25P03")
_PASSING_CLASSES = ("08", "53", "57P")

# Those without a code.
_CLIENTS_OWN = (
    PoolExhausted,
    PostgresConnectionError,
    InterfaceError,
    InternalError,
    InternalClientError,
)
_SUSPICIOUS = (
    OSError,
    TimeoutError,
    PoolExhausted,
    PostgresConnectionError,
    InterfaceError,
)


def sqlstate(error: BaseException) -> str | None:
    """PostgreSQL's code for an error, however wrapped; None when it is no answer of PostgreSQL."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        code = getattr(error.orig, "sqlstate", None)
        return code if isinstance(code, str) else None
    return error.sqlstate if isinstance(error, PostgresError) else None


def will_pass(error: BaseException) -> bool:
    """Whether the same deed may well succeed later, nothing being wrong with it.

    A connection lost at the commit is of this kind: whether it stands is for the inbox to say.
    """
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    code = sqlstate(error)
    if code is not None:
        return code in _PASSING_STATES or code.startswith(_PASSING_CLASSES)
    # Without a code it is the client's: a server that dies amid an answer leaves it confused.
    return isinstance(error, _CLIENTS_OWN)


def may_be_the_database(error: BaseException) -> bool:
    return isinstance(error, _SUSPICIOUS) or will_pass(error)


class DatabaseWatch:
    """Asks the service's own database whether it answers, one question at a time."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._asking = asyncio.Lock()

    async def is_up(self) -> bool:
        try:
            async with asyncio.timeout(PROBE_SECONDS), self._engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except (*_SUSPICIOUS, DBAPIError):
            return False
        return True

    async def until_up(self) -> None:
        """Wait until it answers; however many wait, one asks."""
        pause = 0.25
        async with self._asking:
            while not await self.is_up():
                await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 - spreads calls
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
