"""The words of an index, as a small index of their own: which known words are near one typed."""

import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tantivy import Document, Index, Query, Schema, SchemaBuilder, Searcher

from routing.gateways.index_schema import NAMES, TOWN

WORD, KNOWN = "word", "known"
FOLDER = "words"
_FIRST = string.digits + string.ascii_lowercase
_HEAP_BYTES = 32 * 1024 * 1024
_MIN_LENGTH, _MIN_ONE_SLIP, _MIN_TWO_SLIPS, _MIN_PREFIX = 3, 4, 7, 3
_MIN_SLIP_IN_PREFIX = 5
# So many words of each degree of likeness, the commonest first.
_MOST_NEAR, _MOST_BEGINNINGS = 12, 24
# When fewer establishments than this know a word or one a slip away, two slips are forgiven.
_RARE = 20
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Near:
    """A known word near the one typed; `worth` is 1 for the very word."""

    word: str
    worth: float


class Vocabulary:
    """The words of names and towns, and in how many establishments each is found."""

    def __init__(self, index: Index) -> None:
        self._schema: Schema = index.schema
        self._searcher: Searcher = index.searcher()
        self.near = lru_cache(maxsize=_REMEMBERED)(self._near)
        self.beginning = lru_cache(maxsize=_REMEMBERED)(self._beginning)

    def _near(self, word: str) -> Sequence[Near]:
        """Words one slip away; two when the word is long and hardly anyone knows it."""
        if len(word) < _MIN_ONE_SLIP or not word.isalpha():
            return ()
        one_slip = self._known(word, slips=1)
        near = [Near(other, 0.85) for other in one_slip if other != word]
        if len(word) >= _MIN_TWO_SLIPS and sum(one_slip.values()) < _RARE:
            two_slips = self._known(word, slips=2)
            near += [Near(other, 0.7) for other in two_slips if other not in one_slip]
        return tuple(near)

    def _beginning(self, word: str) -> Sequence[Near]:
        """Words that begin so; when there is none, those that nearly do."""
        if len(word) < _MIN_PREFIX or not word.isalpha():
            return ()
        known = self._known(word, slips=0, is_prefix=True)
        longer = [Near(other, 0.8) for other in known if other != word]
        if not known and len(word) >= _MIN_SLIP_IN_PREFIX:
            nearly = self._known(word, slips=1, is_prefix=True)
            longer = [Near(other, 0.6) for other in nearly]
        return tuple(longer)

    def _known(self, word: str, *, slips: int, is_prefix: bool = False) -> dict[str, int]:
        query = Query.fuzzy_term_query(
            self._schema, WORD, word, distance=slips, transposition_cost_one=True, prefix=is_prefix
        )
        most = _MOST_BEGINNINGS if is_prefix else _MOST_NEAR
        hits = self._searcher.search(query, most, count=False, order_by_field=KNOWN).hits
        return {
            str(self._searcher.doc(address).get_first(WORD)): int(known) for known, address in hits
        }


def write_vocabulary(searcher: Searcher, directory: Path) -> None:
    """Collect the words of a finished index. Words of two letters and numbers have no slips."""
    directory.mkdir()
    builder = SchemaBuilder()
    builder.add_text_field(WORD, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field(KNOWN, fast=True)
    writer = Index(builder.build(), path=str(directory)).writer(
        heap_size=_HEAP_BYTES, num_threads=1
    )
    for word, known in _words(searcher):
        written = Document()
        written.add_text(WORD, word)
        written.add_unsigned(KNOWN, known)
        writer.add_document(written)
    writer.commit()
    writer.wait_merging_threads()


def _words(searcher: Searcher) -> Iterator[tuple[str, int]]:
    """A letter at a time, so that the words are never all in memory."""
    for first in _FIRST:
        known: dict[str, int] = {}
        for field in (NAMES, TOWN):
            for word, count in searcher.terms_with_prefix(field, first):
                known[word] = known.get(word, 0) + count
        yield from ((word, count) for word, count in known.items() if len(word) >= _MIN_LENGTH)
