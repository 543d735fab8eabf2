"""How well an establishment answers what was typed: a score between 0 and 1, and its reasons."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from routing.domain.words import joined_forms, name_words, stuck_forms


class NameKind(StrEnum):
    """Which of its names an establishment was recognised by, the most telling first."""

    SIGN = "sign"
    TRADE_NAME = "trade_name"
    ACRONYM = "acronym"
    LEGAL_NAME = "legal_name"


@dataclass(frozen=True, slots=True)
class Name:
    """The telling words of one name, and the name as it is written without spaces."""

    kind: NameKind
    words: tuple[str, ...]
    stuck: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Portrait:
    """The words of an establishment: each of its names, and its place."""

    names: tuple[Name, ...]
    place: frozenset[str]


def name_of(kind: NameKind, text: str) -> Name:
    return Name(kind, tuple(name_words(text)), tuple(stuck_forms(text)))


@dataclass(frozen=True, slots=True)
class Resemblance:
    """`score` is 1 for the very name, with nothing typed left unexplained.

    `liberties` counts what had to be forgiven: one per typing slip, three for a telling word that
    is only the beginning of one of the name’s, or no word of it at all.
    """

    score: float
    by: NameKind | None
    liberties: int


Weight = Callable[[str], float]

# What one typed word is worth against one known word.
_EXACT, _PREFIX, _ONE_SLIP, _TWO_SLIPS, _JOINED = 1.0, 0.9, 0.85, 0.7, 0.95
_MIN_PREFIX, _MIN_ONE_SLIP, _MIN_TWO_SLIPS = 3, 4, 7
_LIBERTIES = {_EXACT: 0, _JOINED: 0, _ONE_SLIP: 1, _TWO_SLIPS: 2}
_LOOSE = 3
# A word that weighs less says what kind of shop it is, not which one: its absence is forgiven.
TELLING = 0.6
# Of the score, what was typed counts more than what the name has besides.
_TYPED_SHARE = 0.7
# An equal name is better known to people as a sign than as the name of the legal unit.
_KIND_FACTOR: Mapping[NameKind, float] = {
    NameKind.SIGN: 1.0,
    NameKind.TRADE_NAME: 1.0,
    NameKind.ACRONYM: 0.97,
    NameKind.LEGAL_NAME: 0.98,
}


def resemblance(typed: Sequence[str], portrait: Portrait, *, weight: Weight) -> Resemblance:
    """Compare what was typed (telling words) with the best of an establishment's names.

    Each typed word is explained by a word of the name or of the place; each word of the name
    is covered by a typed word. `weight` says how telling a word is: rare words count more.
    """
    by_place = {word: _best(word, portrait.place) for word in typed}
    best = Resemblance(0.0, None, _LOOSE)
    for name in portrait.names:
        found = _against(typed, name, by_place=by_place, weight=weight)
        score = round(found.score * _KIND_FACTOR[name.kind], 4)
        if score > best.score:
            best = Resemblance(score, name.kind, found.liberties)
    return best


def _against(
    typed: Sequence[str], name: Name, *, by_place: Mapping[str, float], weight: Weight
) -> Resemblance:
    nothing = Resemblance(0.0, None, _LOOSE)
    if not typed or not name.words:
        return nothing
    known = [*name.words, *name.stuck]
    by_name = {word: max(_best(word, known), _as_part(word, typed, name)) for word in typed}
    if max(by_name.values()) == 0.0:
        return nothing
    worths = {word: max(by_name[word], by_place[word]) for word in typed}
    spoken = [*typed, *joined_forms(typed)]
    explained = _mean(typed, worths.__getitem__, weight)
    covered = _mean(name.words, lambda word: _covered(word, spoken, name), weight)
    liberties = sum(
        _LIBERTIES.get(worth, _LOOSE)
        for word, worth in worths.items()
        if worth > 0 or weight(word) > TELLING
    )
    return Resemblance(_TYPED_SHARE * explained + (1 - _TYPED_SHARE) * covered, None, liberties)


def _mean(words: Sequence[str], worth: Callable[[str], float], weight: Weight) -> float:
    total = sum(weight(word) for word in words)
    return sum(weight(word) * worth(word) for word in words) / total if total else 0.0


def _as_part(word: str, typed: Sequence[str], name: Name) -> float:
    """A word typed as two: `mac donald` for `macdonald`."""
    partners = [form for form in joined_forms(typed) if word in form]
    return _JOINED if any(form in name.words for form in partners) else 0.0


def _covered(word: str, spoken: Sequence[str], name: Name) -> float:
    joined = any(word in form and form in spoken for form in name.stuck)
    return max(_best_of(word, spoken), _JOINED if joined else 0.0)


def _best_of(word: str, spoken: Sequence[str]) -> float:
    return max((_worth(said, word) for said in spoken), default=0.0)


def _best(word: str, known: Sequence[str] | frozenset[str]) -> float:
    if word in known:
        return _EXACT
    return max((_worth(word, other) for other in known), default=0.0)


@lru_cache(maxsize=16_384)
def _worth(typed: str, known: str) -> float:
    """Remembered: candidates of one question share most of their words."""
    if typed == known:
        return _EXACT
    if any(letter.isdigit() for letter in typed):
        return 0.0
    if len(typed) >= _MIN_PREFIX and known.startswith(typed):
        return _PREFIX
    allowed = 2 if len(typed) >= _MIN_TWO_SLIPS else 1 if len(typed) >= _MIN_ONE_SLIP else 0
    slips = slips_between(typed, known, at_most=allowed)
    if slips is None:
        return 0.0
    return (_EXACT, _ONE_SLIP, _TWO_SLIPS)[slips]


def slips_between(one: str, other: str, *, at_most: int) -> int | None:
    """The typing slips between two words (letter added, dropped, changed, two swapped), or None.

    Optimal string alignment distance, given up as soon as it exceeds `at_most`.
    """
    if abs(len(one) - len(other)) > at_most:
        return None
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for column, facing in enumerate(other, start=1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != facing))
            swapped = (
                row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == facing
            )
            current.append(min(cost, before_last[column - 2] + 1) if swapped else cost)
        if min(current) > at_most:
            return None
        before_last, last = last, current
    return last[-1] if last[-1] <= at_most else None
