"""From a question to judged establishments: candidates by the index, judged by our own rule."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from tantivy import Index, Query, Searcher

from routing.domain.choice import MARGIN
from routing.domain.inquiry import Inquiry
from routing.domain.resemblance import Likeness
from routing.domain.sketch import unpacked
from routing.gateways.index_files import IndexBroken, open_index, verify_sizes
from routing.gateways.index_questions import Questions
from routing.gateways.index_schema import SKETCH, STANDING
from routing.gateways.index_vocabulary import FOLDER, Vocabulary
from routing.ports import Hit, IndexVersion

CANDIDATES = 60
# Of those that know only a part of the words, or other ones, fewer are worth a look.
FURTHER_CANDIDATES = 30
_ENOUGH, _ALIKE = 3, 0.9
_HARDLY_ALIKE = 0.6


class Seeker:
    """Asks one index. Safe in several threads."""

    def __init__(self, searcher: Searcher, questions: Questions) -> None:
        self._searcher = searcher
        self._questions = questions

    def find(self, inquiry: Inquiry) -> list[Hit]:
        """Every establishment considered, most alike first."""
        judged: dict[bytes, Hit] = {}
        likeness = Likeness(inquiry.words, weight=self._questions.weight)
        for query in self._rounds(inquiry, judged):
            if query is not None:
                most = FURTHER_CANDIDATES if judged else CANDIDATES
                for line in self._lines(query, most):
                    if line not in judged:
                        judged[line] = _judged(line, likeness)
        return sorted(judged.values(), key=lambda hit: -hit.alike.score)

    def _lines(self, query: Query, most: int) -> Iterator[bytes]:
        found = self._searcher.search(query, most, count=False, weight_by_field=STANDING)
        for _, address in found.hits:
            line: bytes = self._searcher.doc(address).get_first(SKETCH) or b""
            yield line

    def _rounds(self, inquiry: Inquiry, judged: dict[bytes, Hit]) -> Iterator[Query | None]:
        """The whole name; all the words; with slips; with words left out: until enough answer."""
        ask, words = self._questions, self._questions.words(inquiry)
        if not words:
            return
        yield ask.by_whole_name(words, inquiry)
        if _are_enough(judged):
            return
        yield ask.strict(words, inquiry)
        if _are_enough(judged):
            return
        if any(one.exact and one.near for one in words):
            yield ask.loose(words, inquiry)
        if len(words) == 1 or _are_enough(judged):
            return
        # A word that nobody knows as it was typed is no mark to hold on to, however rare.
        *kept, rarest = sorted(words, key=lambda one: (bool(one.exact), ask.weight(one.word)))
        if _best(judged) >= _ALIKE:
            yield ask.named([*kept[1:], rarest], inquiry)
            return
        yield ask.without_one(kept, inquiry, beside=rarest)
        if _best(judged) < _HARDLY_ALIKE:
            yield ask.named(kept, inquiry)
            yield ask.named([*kept, rarest][-(len(words) // 2) :], inquiry)


def _are_enough(judged: Mapping[bytes, Hit]) -> bool:
    """Several answer as well as the best: others could not be told from them either."""
    scores = sorted((hit.alike.score for hit in judged.values()), reverse=True)
    return len(scores) >= _ENOUGH and scores[_ENOUGH - 1] >= max(_ALIKE, scores[0] - MARGIN)


def _best(judged: Mapping[bytes, Hit]) -> float:
    return max((hit.alike.score for hit in judged.values()), default=0.0)


def _judged(line: bytes, likeness: Likeness) -> Hit:
    sketch = unpacked(line.decode())
    alike = likeness.to(sketch.portrait)
    return Hit(sketch.siret, alike, is_open=sketch.is_open, is_head_office=sketch.is_head_office)


def load(directory: Path, version: IndexVersion) -> Seeker:
    """Open an index and check that it is the one that was built. Raises `IndexBroken`."""
    verify_sizes(directory, version)
    index = open_index(directory)
    searcher = index.searcher()
    if searcher.num_docs != version.documents:
        raise IndexBroken(f"{searcher.num_docs} documents, not {version.documents}")
    return Seeker(searcher, questions_of(index, directory))


def questions_of(index: Index, directory: Path) -> Questions:
    vocabulary = Vocabulary(Index.open(str(directory / FOLDER)))
    return Questions(index, index.searcher(), vocabulary)
