"""Which counts may be shown to the public: none that points at a few people."""

from collections.abc import Mapping
from typing import TypeVar

SMALLEST_SHOWN = 11

K = TypeVar("K")


def publishable(counts: Mapping[K, int], *, smallest: int = SMALLEST_SHOWN) -> dict[K, int | None]:
    """The counts with the small ones hidden (None), so that the total gives none of them away.

    Every count under `smallest` is hidden. Anyone can subtract the shown counts from the total:
    one hidden count alone would be known exactly, and several whose sum is small nearly so.
    The smallest shown counts are therefore hidden too, until at least two are hidden and hold
    `smallest` reports together.
    """
    hidden = {key for key, count in counts.items() if count < smallest}
    for key in sorted(counts, key=lambda key: (counts[key], str(key))):
        together = sum(counts[key] for key in hidden)
        if not hidden or (len(hidden) > 1 and together >= smallest):
            break
        hidden.add(key)
    return {key: None if key in hidden else count for key, count in counts.items()}
