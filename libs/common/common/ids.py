"""Identifiers and chance, as arguments."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from common.clock import Clock

# No 0/O, 1/I/L, 5/S, 8/B, U/V: a person reads it aloud or copies it from paper.
READABLE_ALPHABET = "234679ACDEFGHJKMNPQRTWXYZ"


class Chance(Protocol):
    def token_bytes(self, count: int) -> bytes:
        """That many unpredictable bytes."""

    def below(self, limit: int) -> int:
        """An unpredictable whole number, 0 <= n < limit."""


class SystemChance:
    def token_bytes(self, count: int) -> bytes:
        return secrets.token_bytes(count)

    def below(self, limit: int) -> int:
        return secrets.randbelow(limit)


NewId = Callable[[], UUID]


def uuid7(now: datetime, chance: Chance) -> UUID:
    """A time-ordered identifier (RFC 9562, version 7): 48 bits of milliseconds, then chance."""
    milliseconds = int(now.timestamp() * 1000)
    noise = int.from_bytes(chance.token_bytes(10), "big")
    high, low = noise >> 68, noise & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 2 << 62 | low)


def id_source(clock: Clock, chance: Chance) -> NewId:
    return lambda: uuid7(clock.now(), chance)


def readable_code(chance: Chance, *groups: int) -> str:
    """Letters and digits without look-alikes, in groups joined by hyphens: `V7K2-9QXD` for 4, 4."""
    return "-".join(
        "".join(READABLE_ALPHABET[chance.below(len(READABLE_ALPHABET))] for _ in range(size))
        for size in groups
    )
