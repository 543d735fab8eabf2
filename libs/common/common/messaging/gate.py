"""How many messages are worked on at once; a suspect one is worked on alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class GateClosed(Exception):
    """The process is ending: what has not begun does not begin here."""


class Gate:
    """At most `width` at once, or one alone; in order of arrival, so that neither starves.

    A message that was handed over before may be the one that ended the process. Tried alone,
    the ledger of attempts accuses nobody else when it does so again.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._inside = 0
        self._turn = asyncio.Lock()
        self._left = asyncio.Event()
        self._is_closed = False

    def close(self) -> None:
        """Let nobody in any more; those inside finish."""
        self._is_closed = True
        self._left.set()

    @asynccontextmanager
    async def shared(self) -> AsyncIterator[None]:
        async with self._turn:
            await self._until_at_most(self._width - 1)
            self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1
            self._left.set()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        async with self._turn:
            await self._until_at_most(0)
            yield

    async def _until_at_most(self, count: int) -> None:
        while self._inside > count and not self._is_closed:
            self._left.clear()
            await self._left.wait()
        if self._is_closed:
            raise GateClosed
