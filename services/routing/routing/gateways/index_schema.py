"""What the search index holds of an establishment, and how a question is put to it."""

from collections.abc import Sequence

from tantivy import (
    Document,
    Occur,
    Query,
    Schema,
    SchemaBuilder,
    TextAnalyzer,
    TextAnalyzerBuilder,
    Tokenizer,
)

from routing.domain.establishment import Establishment, portrait
from routing.domain.inquiry import Area, Inquiry, commune_codes
from routing.domain.words import split

TOKENIZER = "words"
SIRET, NAMES, JOINED, PLACE, STREET = "siret", "names", "joined", "place", "street"
POSTAL_CODE, DEPARTMENT, COMMUNE, FLAGS = "postal_code", "department", "commune", "flags"
OPEN, HEAD_OFFICE = "open", "head"
_MIN_PREFIX, _MIN_ONE_SLIP, _MIN_TWO_SLIPS, _MIN_TWO_SLIPS_IN_PLACE = 3, 4, 8, 7


def schema() -> Schema:
    """Words are prepared by our own rules; the index only cuts at spaces."""
    builder = SchemaBuilder()
    builder.add_text_field(SIRET, stored=True, tokenizer_name="raw", index_option="basic")
    for name in (NAMES, JOINED, PLACE, STREET):
        builder.add_text_field(name, tokenizer_name=TOKENIZER, index_option="freq")
    for name in (POSTAL_CODE, DEPARTMENT, COMMUNE, FLAGS):
        builder.add_text_field(name, tokenizer_name=TOKENIZER, index_option="basic")
    return builder.build()


def analyzer() -> TextAnalyzer:
    return TextAnalyzerBuilder(Tokenizer.whitespace()).build()


def document(establishment: Establishment) -> Document:
    place = establishment.location
    names = portrait(establishment).names
    flags = [OPEN] * establishment.is_open + [HEAD_OFFICE] * establishment.is_head_office
    fields = {
        SIRET: establishment.siret,
        NAMES: " ".join(dict.fromkeys(word for name in names for word in name.words)),
        JOINED: " ".join(dict.fromkeys(form for name in names for form in name.stuck)),
        PLACE: " ".join(split(f"{place.commune or ''} {place.cedex or ''}")),
        STREET: " ".join(split(f"{place.street or ''} {place.complement or ''}")),
        POSTAL_CODE: place.postal_code or "",
        DEPARTMENT: place.department or "",
        COMMUNE: " ".join(commune_codes(place.commune_code)) if place.commune_code else "",
        FLAGS: " ".join(flags),
    }
    written = Document()
    for name, text in fields.items():
        if text:
            written.add_text(name, text)
    return written


class Questions:
    """Builds queries of one schema."""

    def __init__(self, of: Schema) -> None:
        self._schema = of

    def ask(self, inquiry: Inquiry, *, at_least: int) -> Query:
        """The establishments of the area that know at least so many of the words."""
        clauses = [(Occur.Must, clause) for clause in self._area(inquiry.area)]
        if inquiry.only_open:
            clauses.append((Occur.Must, self._flag(OPEN, worth=0.0)))
        last = len(inquiry.words) - 1
        words = [
            (Occur.Should, self._word(word, is_last=position == last))
            for position, word in enumerate(inquiry.words)
        ]
        known = Query.boolean_query(words, minimum_number_should_match=at_least)
        preferred = [
            (Occur.Should, self._flag(OPEN, worth=0.5)),
            (Occur.Should, self._flag(HEAD_OFFICE, worth=0.1)),
        ]
        return Query.boolean_query([*clauses, (Occur.Must, known), *preferred])

    def _word(self, word: str, *, is_last: bool) -> Query:
        """A word as the name spells it, or nearly, or as the place does: the best counts."""
        ways = [
            Query.boost_query(self._term(NAMES, word), 2.0),
            self._term(JOINED, word),
            Query.boost_query(self._term(PLACE, word), 0.7),
            Query.boost_query(self._term(STREET, word), 0.4),
            self._worth(self._term(POSTAL_CODE, word), 0.7),
        ]
        slips = 2 if len(word) >= _MIN_TWO_SLIPS else 1 if len(word) >= _MIN_ONE_SLIP else 0
        if slips and not word.isdigit():
            ways.append(self._worth(self._near(NAMES, word, slips=slips), 3.0))
            ways.append(self._worth(self._near(JOINED, word, slips=slips), 2.0))
            ways.append(self._worth(self._near(PLACE, word, slips=slips), 0.5))
        if is_last and len(word) >= _MIN_PREFIX:
            ways.append(self._worth(self._near(NAMES, word, slips=0, is_prefix=True), 2.0))
        return Query.disjunction_max_query(ways)

    def _area(self, area: Area) -> list[Query]:
        filters = []
        if area.postal_code:
            filters.append(self._term(POSTAL_CODE, area.postal_code))
        if area.department:
            filters.append(self._term(DEPARTMENT, area.department))
        if area.commune_code:
            filters.append(self._term(COMMUNE, area.commune_code))
        elif area.commune:
            filters.extend(self._place_word(word) for word in split(area.commune))
        return [self._worth(one, 0.0) for one in filters]

    def _place_word(self, word: str) -> Query:
        exact = self._term(PLACE, word)
        if len(word) < _MIN_ONE_SLIP:
            return exact
        slips = 2 if len(word) >= _MIN_TWO_SLIPS_IN_PLACE else 1
        return Query.disjunction_max_query([exact, self._near(PLACE, word, slips=slips)])

    def _flag(self, flag: str, *, worth: float) -> Query:
        return self._worth(self._term(FLAGS, flag), worth)

    def _term(self, field: str, word: str) -> Query:
        return Query.term_query(self._schema, field, word, "freq")

    def _near(self, field: str, word: str, *, slips: int, is_prefix: bool = False) -> Query:
        return Query.fuzzy_term_query(
            self._schema, field, word, distance=slips, transposition_cost_one=True, prefix=is_prefix
        )

    def _worth(self, query: Query, score: float) -> Query:
        return Query.const_score_query(query, score)


def documents(establishments: Sequence[Establishment]) -> list[Document]:
    return [document(one) for one in establishments]
