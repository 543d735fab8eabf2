"""Finds the leaf that a plain sentence is about: « ma commande n’est jamais arrivée »."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf, log

from intake.domain.category_tree import CategoryTree, Trail
from intake.domain.plain_words import is_one_slip, shortenings, words
from intake.domain.wording import Lang, Wording

LONGEST_QUERY = 200
MOST_FOUND = 8
# A sentence worth finding has a few words that count; the rest is story.
MOST_WORDS = 24
# What a reading of a word is worth when the word itself is not there.
SYNONYM = 0.6
SLIP = 0.7
BEGINNING = 0.6
SHORTEST_SLIP = 5
VAGUE = 0.5
ALIKE = 0.7
# A leaf named so takes what no leaf beside it describes.
VAGUE_TITLES = ("Autre chose", "Un autre ", "Une autre ")


@dataclass(frozen=True, slots=True)
class Found:
    trail: Trail
    score: float


class TreeSearch:
    """The leaves of one version of the tree in one language, by the stems of their words."""

    def __init__(self, tree: CategoryTree, lang: Lang, synonyms: Sequence[Sequence[str]]) -> None:
        self._lang = lang
        self._leaves = [trail for trail in tree.trails() if trail.end.is_leaf]
        self._places: dict[str, dict[int, float]] = defaultdict(dict)
        for number, trail in enumerate(self._leaves):
            for word, weight in _weights(trail, lang).items():
                self._places[word][number] = weight
        self._vocabulary = sorted(self._places)
        self._slips: dict[str, list[str]] = defaultdict(list)
        for word in self._vocabulary:
            for short in shortenings(word):
                self._slips[short].append(word)
        self._synonyms: dict[str, set[str]] = defaultdict(set)
        for group in synonyms:
            stems = {found for word in group for found in words(word, lang)}
            for word in stems:
                self._synonyms[word] |= stems - {word}

    def find(self, sentence: str) -> list[Found]:
        """The leaves that fit best, the best first; none when no word is known."""
        asked = list(dict.fromkeys(words(sentence[:LONGEST_QUERY], self._lang)))[:MOST_WORDS]
        scores: dict[int, float] = defaultdict(float)
        hits: dict[int, int] = defaultdict(int)
        for word in asked:
            for number, score in self._scores(word).items():
                scores[number] += score
                hits[number] += 1
        ranked = [
            Found(self._leaves[number], score * hits[number] / len(asked))
            for number, score in scores.items()
        ]
        ranked.sort(key=lambda found: -found.score)
        return _varied(ranked)[:MOST_FOUND]

    def _scores(self, word: str) -> Mapping[int, float]:
        """For each leaf, what this word is worth there: its best reading."""
        best: dict[int, float] = {}
        most = self._rarity(word) if word in self._places else inf
        for known, likeness in self._readings(word):
            # Another word for it does not become more telling than the word itself.
            rarity = min(self._rarity(known), most)
            for number, weight in self._places[known].items():
                best[number] = max(best.get(number, 0.0), weight * rarity * likeness)
        return best

    def _rarity(self, word: str) -> float:
        return log(1 + len(self._leaves) / len(self._places[word]))

    def _readings(self, word: str) -> Iterator[tuple[str, float]]:
        """The known words that it may mean, each with how likely."""
        synonyms = [found for found in self._synonyms.get(word, ()) if found in self._places]
        yield from ((found, SYNONYM) for found in synonyms)
        if word in self._places:
            yield word, 1.0
        elif not synonyms and len(word) >= SHORTEST_SLIP:
            close = [found for found in self._near(word) if is_one_slip(word, found)]
            for found in close:
                yield found, SLIP
                yield from ((other, SLIP * SYNONYM) for other in self._known_synonyms(found))
            if not close:
                yield from ((found, BEGINNING) for found in self._beginning(word))

    def _near(self, word: str) -> set[str]:
        return {near for short in shortenings(word) for near in self._slips.get(short, ())}

    def _known_synonyms(self, word: str) -> list[str]:
        return [found for found in self._synonyms.get(word, ()) if found in self._places]

    def _beginning(self, word: str) -> Iterator[str]:
        for found in self._vocabulary[bisect_left(self._vocabulary, word) :]:
            if not found.startswith(word):
                return
            yield found


class TreeSearches:
    """The searches of each version and language, each made at its first use."""

    def __init__(self, synonyms: Mapping[Lang, Sequence[Sequence[str]]]) -> None:
        self._synonyms = synonyms
        self._made: dict[tuple[int, Lang], TreeSearch] = {}

    def of(self, tree: CategoryTree, lang: Lang) -> TreeSearch:
        key = (tree.version, lang)
        if key not in self._made:
            self._made[key] = TreeSearch(tree, lang, self._synonyms[lang])
        return self._made[key]


def _varied(ranked: Sequence[Found]) -> list[Found]:
    """The same order, where a title seen higher up weighs less: the first few should differ."""
    seen: Counter[str] = Counter()
    varied = []
    for found in ranked[: 5 * MOST_FOUND]:
        title = found.trail.end.title.fr
        varied.append(Found(found.trail, found.score * ALIKE ** seen[title]))
        seen[title] += 1
    return sorted(varied, key=lambda found: -found.score)


def _weights(trail: Trail, lang: Lang) -> dict[str, float]:
    """What each stem weighs in a leaf: the most where it says most."""
    weights: dict[str, float] = {}
    leaf, *above = reversed(trail.nodes)
    told: list[tuple[Wording | None, float]] = [
        (leaf.title, 3.0),
        (leaf.words, 2.6),
        (leaf.hint, 1.6),
    ]
    for node in above:
        told += [(node.title, 1.6), (node.words, 1.2), (node.hint, 0.7)]
    factor = VAGUE if leaf.title.fr.startswith(VAGUE_TITLES) else 1.0
    for wording, weight in told:
        for word in words(wording.of(lang), lang) if wording else ():
            weights[word] = max(weights.get(word, 0.0), weight * factor)
    return weights
