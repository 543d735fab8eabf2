"""What the person at the terminal is told while things start."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic


def say(text: str = "") -> None:
    print(text, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """One line for one act: what it is now, and how long it took afterwards."""
    started = monotonic()
    if sys.stdout.isatty():
        print(f"… {text}", end="", flush=True)
    yield
    begin = "\r\033[K" if sys.stdout.isatty() else ""
    say(f"{begin}✓ {text} ({monotonic() - started:.1f} s)")


class Count:
    """A line that counts: `sample reports 120/300`."""

    def __init__(self, text: str, total: int) -> None:
        self._text = text
        self._total = total
        self._done = 0
        self._started = monotonic()

    def add(self) -> None:
        self._done += 1
        if sys.stdout.isatty():
            print(f"\r\033[K… {self._text} {self._done}/{self._total}", end="", flush=True)

    def close(self) -> None:
        begin = "\r\033[K" if sys.stdout.isatty() else ""
        say(f"{begin}✓ {self._text}: {self._done} ({monotonic() - self._started:.1f} s)")
