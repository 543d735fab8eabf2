"""How a question is put to the index: strictly first, then with slips, then with words left out.

Tantivy intersects plain terms many times faster than unions of them, so each word is looked for
in as few fields as can hold it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tantivy import Index, Occur, Query, Searcher

from routing.domain.inquiry import Area, Inquiry
from routing.domain.words import MAX_WORD_LENGTH, joined_forms, split
from routing.gateways.index_schema import (
    COMMUNE,
    DEPARTMENT,
    FLAGS,
    JOINED,
    NAMES,
    OPEN,
    POSTAL_CODE,
    STREET,
    TOWN,
)
from routing.gateways.index_vocabulary import Near, Vocabulary

# What a word is worth where it is found.
_WORTH = {NAMES: 2.0, JOINED: 1.5, TOWN: 0.7, STREET: 0.4, POSTAL_CODE: 0.7}
_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a question and the ways in which an establishment may know it.

    `exact`: as typed; `near`: with a slip, or as the beginning of a longer word, those `spelt`;
    `by_name`: the exact ways, or the near ones without them, that are no place.
    """

    word: str
    exact: Sequence[Query]
    near: Sequence[Query]
    by_name: Sequence[Query]
    spelt: Sequence[str]

    @property
    def strictly(self) -> Query:
        return any_of(self.exact or self.near)

    @property
    def loosely(self) -> Query:
        return any_of([*self.exact, *self.near])


def any_of(ways: Sequence[Query]) -> Query:
    """A sum, not a maximum: Tantivy is several times slower at the maximum of terms."""
    return ways[0] if len(ways) == 1 else Query.boolean_query([(Occur.Should, way) for way in ways])


def all_of(clauses: Sequence[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, clause) for clause in clauses])


class Questions:
    """Builds the queries of one index, whose words it knows."""

    def __init__(self, index: Index, searcher: Searcher, vocabulary: Vocabulary) -> None:
        self._schema = index.schema
        self._searcher = searcher
        self._vocabulary = vocabulary
        self._total = searcher.num_docs
        self.known = lru_cache(maxsize=_REMEMBERED)(self._known)

    def weight(self, word: str) -> float:
        """How telling a word is: from 0.25 for one all names share to 1.25 for an unknown one."""
        known = max(self.known(field, word) for field in (NAMES, JOINED, TOWN))
        return 0.25 + math.log((self._total + 2) / (known + 1)) / math.log(self._total + 2)

    def words(self, inquiry: Inquiry) -> list[Asked]:
        """The words typed that something in the registry may answer."""
        last = len(inquiry.words) - 1
        stuck = joined_forms(inquiry.words)
        asked = (
            self._asked(word, stuck, is_last=position == last)
            for position, word in enumerate(inquiry.words)
        )
        return [one for one in asked if one.exact or one.near]

    def by_whole_name(self, words: Sequence[Asked], inquiry: Inquiry) -> Query | None:
        """Some first or last words are a name, or two words of one; the others are known too."""
        ways = [
            all_of([self._term(JOINED, form), *(one.strictly for one in others)])
            for said, others in _parted(words)
            for form in self._written(said)
        ]
        return self._within(inquiry, [any_of(ways)]) if ways else None

    def strict(self, words: Sequence[Asked], inquiry: Inquiry) -> Query:
        """Those of the area that know every word; only an unknown one may have a slip."""
        return self._within(inquiry, [one.strictly for one in words])

    def loose(self, words: Sequence[Asked], inquiry: Inquiry) -> Query:
        """Those of the area that know every word, or one near it."""
        return self._within(inquiry, [one.loosely for one in words])

    def without_one(
        self, words: Sequence[Asked], inquiry: Inquiry, *, beside: Asked
    ) -> Query | None:
        """Those of the area that know all the words but one, `beside` (the rarest) anyhow."""
        if len(words) == 1:
            return self._within(inquiry, [any_of(beside.by_name)]) if beside.by_name else None
        rests = [all_of([one.strictly for one in words if one is not left]) for left in words]
        return self._within(inquiry, [beside.strictly, any_of(rests)])

    def named(self, words: Sequence[Asked], inquiry: Inquiry) -> Query | None:
        """Those of the area that know every word, the only one by name."""
        if len(words) > 1:
            return self.strict(words, inquiry)
        return self._within(inquiry, [any_of(words[0].by_name)]) if words[0].by_name else None

    def _within(self, inquiry: Inquiry, clauses: Sequence[Query]) -> Query:
        filters = self._area(inquiry.area)
        if inquiry.only_open:
            filters.append(self._term(FLAGS, OPEN))
        kept = all_of([*(Query.const_score_query(one, 0.0) for one in filters), *clauses])
        if not inquiry.only_closed:
            return kept
        return Query.boolean_query([(Occur.Must, kept), (Occur.MustNot, self._term(FLAGS, OPEN))])

    def _asked(self, word: str, stuck: Sequence[str], *, is_last: bool) -> Asked:
        begun = self._vocabulary.beginning(word) if is_last else ()
        near = [*self._vocabulary.near(word), *begun]
        parted = [form for form in stuck if word in form]
        by_name = [
            *self._ways(word, (NAMES,)),
            *(way for form in parted for way in self._ways(form, (NAMES,))),
        ]
        exact = [*by_name, *self._ways(word, (TOWN, POSTAL_CODE))]
        if not exact:
            by_name = list(self._ways(word, (JOINED,)))
            exact = [*by_name, *self._ways(word, (STREET,))]
        near_by_name = [way for one in near for way in self._ways_near(word, one, NAMES)]
        near_by_place = [way for one in near for way in self._ways_near(word, one, TOWN)]
        return Asked(
            word,
            exact=exact,
            near=[*near_by_name, *near_by_place],
            by_name=by_name or near_by_name,
            spelt=[one.word for one in near],
        )

    def _ways(self, word: str, fields: Sequence[str]) -> Iterator[Query]:
        for field in fields:
            if self.known(field, word):
                yield Query.boost_query(self._term(field, word), _WORTH[field])

    def _ways_near(self, word: str, near: Near, field: str) -> Iterator[Query]:
        """A rare word near a common one must not outweigh it: both get the common one's rarity."""
        known = self.known(field, near.word)
        if known:
            share = self._rarity(self.known(field, word)) / self._rarity(known)
            boost = _WORTH[field] * near.worth * min(1.0, share)
            yield Query.boost_query(self._term(field, near.word), boost)

    def _rarity(self, known: int) -> float:
        return math.log(1 + (self._total - known + 0.5) / (known + 0.5))

    def _written(self, said: Sequence[Asked]) -> Iterator[str]:
        """How a name of these words is written without spaces, an unknown word put right."""
        spellings = [[one.word] if one.exact else one.spelt[:4] for one in said]
        forms = [""]
        for choices in spellings:
            forms = [form + choice for form in forms for choice in choices][:16]
        for form in forms:
            if len(form) <= MAX_WORD_LENGTH and self.known(JOINED, form):
                yield form

    def _area(self, area: Area) -> list[Query]:
        filters = []
        if area.postal_code:
            filters.append(self._term(POSTAL_CODE, area.postal_code))
        if area.department:
            filters.append(self._term(DEPARTMENT, area.department))
        if area.commune_code:
            filters.append(self._term(COMMUNE, area.commune_code))
        elif area.commune:
            filters.extend(self._town_word(word) for word in split(area.commune))
        if area.communes:
            filters.append(Query.term_set_query(self._schema, COMMUNE, area.communes))
        return filters

    def _town_word(self, word: str) -> Query:
        near = [one.word for one in self._vocabulary.near(word) if self.known(TOWN, one.word)]
        return any_of([self._term(TOWN, one) for one in (word, *near)])

    def _term(self, field: str, word: str) -> Query:
        return Query.term_query(self._schema, field, word, "freq")

    def _known(self, field: str, word: str) -> int:
        return self._searcher.doc_freq(field, word)


def _parted(words: Sequence[Asked]) -> Iterator[tuple[Sequence[Asked], Sequence[Asked]]]:
    """The ways to part a question in a name and the rest: its first words, then its last ones."""
    for end in range(len(words), 0, -1):
        yield words[:end], words[end:]
    for begin in range(1, len(words)):
        yield words[begin:], words[:begin]
