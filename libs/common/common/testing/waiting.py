"""Waiting for what happens elsewhere, never longer than said."""

import asyncio
import inspect
from collections.abc import Callable


async def until(happened: Callable[[], object], *, within: float = 10.0) -> None:
    """Ask again and again until the answer is true; TimeoutError after `within` seconds.

    The answer may be awaitable.
    """
    async with asyncio.timeout(within):
        while not await _answer(happened):  # noqa: ASYNC110 - what happens elsewhere sets no event
            await asyncio.sleep(0.02)


async def _answer(happened: Callable[[], object]) -> object:
    answer = happened()
    return await answer if inspect.isawaitable(answer) else answer
