"""A pool of connections that serves in order of arrival."""

import asyncio
from collections import deque
from typing import Any

from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import await_only
from sqlalchemy.util.queue import Empty, Full, QueueCommon


class FairQueue(QueueCommon[Any]):
    """What is given back goes straight to whoever has waited longest.

    asyncio's queue only wakes the first waiter: a newcomer takes the item before it runs, and it
    waits again behind everybody else. Under a steady load some wait until they give up.
    """

    def __init__(self, maxsize: int = 0, use_lifo: bool = False) -> None:  # noqa: FBT001, FBT002 - SQLAlchemy's signature
        self.maxsize = maxsize
        self.use_lifo = use_lifo
        self._idle: deque[Any] = deque()
        self._waiting: deque[asyncio.Future[Any]] = deque()

    def empty(self) -> bool:
        return not self._idle

    def full(self) -> bool:
        return 0 < self.maxsize <= len(self._idle)

    def qsize(self) -> int:
        return len(self._idle)

    def put_nowait(self, item: Any) -> None:
        while self._waiting:
            first = self._waiting.popleft()
            if not first.done():
                first.set_result(item)
                return
        if self.full():
            raise Full
        self._idle.append(item)

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:  # noqa: FBT001, FBT002 - SQLAlchemy's signature
        """Never waits: a pool puts back no more than it has made."""
        del block, timeout
        self.put_nowait(item)

    def get_nowait(self) -> Any:
        if not self._idle:
            raise Empty
        return self._idle.pop() if self.use_lifo else self._idle.popleft()

    def get(self, block: bool = True, timeout: float | None = None) -> Any:  # noqa: FBT001, FBT002 - SQLAlchemy's signature
        # Whatever is idle has nobody waiting for it: it was handed over otherwise.
        if self._idle or not block:
            return self.get_nowait()
        return await_only(self._wait(seconds=timeout))

    async def _wait(self, *, seconds: float | None) -> Any:
        mine: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append(mine)
        try:
            async with asyncio.timeout(seconds):
                return await mine
        except TimeoutError:
            self._give_up(mine)
            raise Empty from None
        except asyncio.CancelledError:
            self._give_up(mine)
            raise

    def _give_up(self, mine: "asyncio.Future[Any]") -> None:
        """Leave the line; what was handed over in the same instant goes on to the next."""
        if mine.done() and not mine.cancelled():
            self.put_nowait(mine.result())
        elif mine in self._waiting:
            self._waiting.remove(mine)


class FairPool(AsyncAdaptedQueuePool):
    """SQLAlchemy's pool for asyncio, first come, first served."""

    _queue_class = FairQueue
