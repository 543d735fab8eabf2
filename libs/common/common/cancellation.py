"""Cancellations that libraries make up, and cancellations that they swallow.

aiormq ends what waits on a connection that closes by throwing `CancelledError` into it. To the
task that waits it looks like its own end: a task group takes a cancelled member for a finished
one, and the work stops without a word.

asyncpg, cancelled while its server dies, may raise an error of its own instead. A loop that goes
on after errors then goes on for ever, and a process that is ending never ends: seen about every
second time a server was killed under a task that was being cancelled.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class BrokenOff(Exception):
    """Somebody else's cancellation came through: this task itself was not asked to stop."""


@contextmanager
def own_cancellation_only() -> Iterator[None]:
    """Let this task's own cancellation pass, also when an error stands in for it.

    Raises BrokenOff for a cancellation that is not this task's.
    """
    try:
        yield
    except asyncio.CancelledError as stray:
        if _is_being_cancelled():
            raise
        raise BrokenOff from stray
    except Exception as error:
        if _is_being_cancelled():
            raise asyncio.CancelledError from error
        raise


def _is_being_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
