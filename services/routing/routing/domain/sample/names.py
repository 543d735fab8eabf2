"""Names for the synthetic stock: a few that everybody bears, and thousands that are rare."""

import random
import re
from functools import cache
from itertools import product

from routing.domain.sample.vocabulary import (
    FAMILY_NAMES,
    RARE_BEGINNINGS,
    RARE_ENDINGS,
    RARE_MIDDLES,
)
from routing.domain.words import fold

# Of French family names the hundred most common are borne by fewer than one person in ten, and
# most of the others by a handful of people each: a short list alone would make everyone homonyms.
_COMMON_SHARE = 0.45


@cache
def plain(text: str) -> str:
    """As INSEE writes: capitals without accents, apostrophes as spaces."""
    return fold(text).upper().replace("’", " ").replace("'", " ").replace("-", " ")


@cache
def plain_all(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain(word) for word in words)


@cache
def plain_patterns(patterns: tuple[str, ...]) -> tuple[str, ...]:
    """As `plain`, save for what stands between braces."""
    return tuple(
        "".join(
            part if part.startswith("{") else plain(part)
            for part in re.split(r"(\{[a-z0-9]+\})", pattern)
        )
        for pattern in patterns
    )


@cache
def rare_names() -> tuple[str, ...]:
    return tuple(
        plain("".join(parts)) for parts in product(RARE_BEGINNINGS, RARE_MIDDLES, RARE_ENDINGS)
    )


def family_name(chance: random.Random) -> str:
    """Skewed twice: the common ones among themselves, and against the crowd of the others."""
    if chance.random() < _COMMON_SHARE:
        return skewed(plain_all(FAMILY_NAMES), chance)
    names = rare_names()
    return names[int(len(names) * chance.random() ** 1.5)]


def skewed(words: tuple[str, ...], chance: random.Random) -> str:
    """The first words come far more often than the last, as names do."""
    return words[int(len(words) * chance.random() ** 2)]
