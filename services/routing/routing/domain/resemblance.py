"""How well an establishment answers what was typed: a score between 0 and 1, and its reasons."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import mul

from routing.domain.slips import slips_between
from routing.domain.words import joined_forms, stuck_forms, telling


class NameKind(StrEnum):
    """Which of its names an establishment was recognised by, the most telling first."""

    SIGN = "sign"
    TRADE_NAME = "trade_name"
    ACRONYM = "acronym"
    LEGAL_NAME = "legal_name"


@dataclass(frozen=True, slots=True)
class Name:
    """The telling words of one name, and all of them, articles and legal forms included."""

    kind: NameKind
    words: tuple[str, ...]
    spelt: tuple[str, ...]

    @property
    def stuck(self) -> list[str]:
        """The name as it is written without spaces."""
        return stuck_forms(self.spelt)


@dataclass(frozen=True, slots=True)
class Portrait:
    """The words of an establishment: each of its names, its town and codes, its street."""

    names: tuple[Name, ...]
    place: frozenset[str]
    street: frozenset[str] = frozenset()


def name_of(kind: NameKind, words: Sequence[str]) -> Name:
    """A name from all its words, in their one form."""
    return Name(kind, tuple(telling(words)), tuple(words))


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
# Rue de Paris is not in Paris.
_BY_STREET = 0.93
_LIBERTIES = {_EXACT: 0, _JOINED: 0, _BY_STREET: 0, _ONE_SLIP: 1, _TWO_SLIPS: 2}
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
    """Compare what was typed (telling words) with the best of an establishment's names."""
    return Likeness(typed, weight=weight).to(portrait)


class Likeness:
    """What was typed, ready to be compared with many establishments.

    Each typed word is explained by a word of the name or of the place; each word of the name
    is covered by a typed word. `weight` says how telling a word is: rare words count more.
    """

    def __init__(self, typed: Sequence[str], *, weight: Weight) -> None:
        self._typed = tuple(typed)
        self._joined = tuple(joined_forms(typed))
        self._weight = weight
        self._weights = [weight(word) for word in typed]
        # A word typed as two, `mac donald` for `macdonald`: the joined forms it is a part of.
        self._parts = [{form for form in self._joined if word in form} for word in typed]
        self._spoken = frozenset((*typed, *self._joined))
        self._worths: dict[str, Worths | None] = {}

    def to(self, portrait: Portrait) -> Resemblance:
        best = Resemblance(0.0, None, _LOOSE)
        if not self._typed:
            return best
        by_place = [
            max(worth, _BY_STREET if word in portrait.street else 0.0)
            for word, worth in zip(self._typed, self._best(portrait.place), strict=True)
        ]
        for name in portrait.names:
            found = self._to(name, by_place)
            score = round(found.score * _KIND_FACTOR[name.kind], 4)
            if score > best.score:
                best = Resemblance(score, name.kind, found.liberties)
        return best

    def explained(self, portrait: Portrait) -> Sequence[float]:
        """For each typed word, what the best word of a name or of the place is worth to it."""
        best = self._best(portrait.place)
        for name in portrait.names:
            best = [max(pair) for pair in zip(best, self._by_name(name), strict=True)]
        return best

    @staticmethod
    def slips_of(worth: float) -> int:
        return {_ONE_SLIP: 1, _TWO_SLIPS: 2}.get(worth, 0)

    @staticmethod
    def is_beginning(worth: float) -> bool:
        return worth == _PREFIX

    def _by_name(self, name: Name) -> list[float]:
        by_name = self._best(name.words)
        stuck = self._stuck(name) if min(by_name, default=_EXACT) < _EXACT else ()
        return [
            worth if worth == _EXACT else max(worth, self._as_joined(at, name, stuck))
            for at, worth in enumerate(by_name)
        ]

    def _to(self, name: Name, by_place: Sequence[float]) -> Resemblance:
        by_name = self._best(name.words)
        explained = [max(pair) for pair in zip(by_name, by_place, strict=True)]
        stuck: Sequence[str] = ()
        if min(explained) < _EXACT:
            stuck = self._stuck(name)
            by_name = [
                worth if worth == _EXACT else max(worth, self._as_joined(at, name, stuck))
                for at, worth in enumerate(by_name)
            ]
            explained = [max(pair) for pair in zip(by_name, by_place, strict=True)]
        if max(by_name) == 0.0:
            return Resemblance(0.0, None, _LOOSE)
        covered = [self._covered(word, stuck) for word in name.words]
        score = _TYPED_SHARE * _mean(explained, self._weights) + (1 - _TYPED_SHARE) * _mean(
            covered, [self._weight(word) for word in name.words]
        )
        return Resemblance(score, None, self._liberties(explained))

    def _liberties(self, explained: Sequence[float]) -> int:
        return sum(
            _LIBERTIES.get(worth, _LOOSE)
            for worth, weight in zip(explained, self._weights, strict=True)
            if worth > 0 or weight > TELLING
        )

    def _best(self, known: Iterable[str]) -> list[float]:
        """For each typed word, what the best of the known words is worth."""
        best = [0.0] * len(self._typed)
        for word in known:
            worths = self._worth_of(word)
            if worths is not None:
                best = [max(pair) for pair in zip(best, worths.typed, strict=True)]
        return best

    def _covered(self, word: str, stuck: Sequence[str]) -> float:
        worths = self._worth_of(word)
        best = worths.most if worths is not None else 0.0
        is_joined = any(word in form and form in self._spoken for form in stuck)
        return max(best, _JOINED if is_joined else 0.0)

    def _stuck(self, name: Name) -> Sequence[str]:
        """The forms without spaces, when something that was said begins like one of them."""
        known = name.spelt
        odd = any(said.startswith(known) and said not in known for said in self._spoken)
        return name.stuck if odd else ()

    def _as_joined(self, at: int, name: Name, stuck: Sequence[str]) -> float:
        """Words stuck together or cut in two; slips are not forgiven on top of that."""
        word = self._typed[at]
        if word in stuck:
            return _EXACT
        if not self._parts[at].isdisjoint(name.words):
            return _JOINED
        is_begun = len(word) >= _MIN_PREFIX and any(form.startswith(word) for form in stuck)
        return _PREFIX if is_begun else 0.0

    def _worth_of(self, known: str) -> "Worths | None":
        """Remembered: candidates of one question share most of their words."""
        if known in self._worths:
            return self._worths[known]
        typed = [_worth(word, known) for word in self._typed]
        most = _EXACT if known in self._joined else max(typed)
        worths = Worths(typed, most) if most else None
        self._worths[known] = worths
        return worths


@dataclass(frozen=True, slots=True)
class Worths:
    """What a known word is worth to each typed word; `most` counts two typed as one too."""

    typed: Sequence[float]
    most: float


def _mean(worths: Sequence[float], weights: Sequence[float]) -> float:
    total = sum(weights)
    return sum(map(mul, worths, weights)) / total if total else 0.0


def _worth(typed: str, known: str) -> float:
    if typed == known:
        return _EXACT
    if not typed.isalpha():
        return 0.0
    if len(typed) >= _MIN_PREFIX and known.startswith(typed):
        return _PREFIX
    allowed = 2 if len(typed) >= _MIN_TWO_SLIPS else 1 if len(typed) >= _MIN_ONE_SLIP else 0
    slips = slips_between(typed, known, at_most=allowed) if allowed else None
    if slips is None:
        return 0.0
    return (_EXACT, _ONE_SLIP, _TWO_SLIPS)[slips]
