"""A cancellation that nobody asked for: a library's way of saying that its connection broke.

aiormq ends what waits on a connection that closes by throwing `CancelledError` into it. To the
task that waits it looks like its own end: a task group takes a cancelled member for a finished
one, and the work stops without a word.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class BrokenOff(Exception):
    """Somebody else's cancellation came through: this task itself was not asked to stop."""


@contextmanager
def own_cancellation_only() -> Iterator[None]:
    """Let this task's own cancellation pass; raise BrokenOff for any other."""
    try:
        yield
    except asyncio.CancelledError as stray:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        raise BrokenOff from stray
