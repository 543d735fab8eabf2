"""A batch of letters: bound once, printed once."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

MAX_LETTERS = 200


class NothingToPrint(Exception):
    """No typeset letter waits for a batch."""


class NoSuchBatch(Exception):
    """There is no batch of that name."""


class SheetChanged(Exception):
    """A stored letter is no longer the one that was typeset: nothing is printed from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """`sha256` is the file's; `printed_at` is None until the printing centre says so."""

    id: UUID
    created_at: datetime
    letter_count: int
    sha256: str
    object_key: str
    printed_at: datetime | None = None


def batch_key(delivery_ids: Iterable[UUID]) -> str:
    """Where the file of these letters lies: the same letters always give the same name."""
    names = "\n".join(map(str, delivery_ids))
    return f"batches/{hashlib.sha256(names.encode()).hexdigest()}.pdf"


def sheet_key(delivery_id: UUID) -> str:
    return f"letters/{delivery_id}.pdf"
