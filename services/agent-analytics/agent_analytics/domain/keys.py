"""The keys that sign agents' tokens: how long one serves, and when its successor appears."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SERVES = timedelta(days=30)
# The successor is announced before it signs, so that every verifier has it in time.
ANNOUNCED_AHEAD = timedelta(days=1)
REPEATED_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key. It signs for `SERVES`, then verifies until the last token has expired."""

    kid: str
    public_x: str
    sealed_private: bytes
    created_at: datetime
    retires_at: datetime


@dataclass(frozen=True, slots=True)
class Publication:
    """The last announcement of the list of keys."""

    version: int
    published_at: datetime


def retirement_of(created_at: datetime) -> datetime:
    """When a key created then verifies no more: its last token is long expired."""
    return created_at + SERVES + 2 * ANNOUNCED_AHEAD


def needs_successor(newest_first: Sequence[SigningKey], now: datetime) -> bool:
    return not newest_first or newest_first[0].created_at + SERVES <= now


def key_that_signs(newest_first: Sequence[SigningKey], now: datetime) -> SigningKey:
    """The newest key that every verifier has had the time to learn; the first key of all at once.

    Raises IndexError when there is no key at all.
    """
    announced = (key for key in newest_first if key.created_at + ANNOUNCED_AHEAD <= now)
    return next(announced, newest_first[-1])


def is_due(publication: Publication | None, now: datetime) -> bool:
    """Whether the list must be told again: a verifier may have lost its copy."""
    return publication is None or publication.published_at + REPEATED_EVERY <= now
