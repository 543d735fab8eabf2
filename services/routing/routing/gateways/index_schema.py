"""What the search index holds of an establishment."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from tantivy import Document, Schema, SchemaBuilder, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from routing.domain.establishment import Establishment, Location
from routing.domain.inquiry import commune_codes
from routing.domain.sketch import Sketch, packed, sketch_of
from routing.domain.words import stuck_forms, telling

# To be changed with anything that an index built before would not have or mean otherwise.
LAYOUT = "sketches"
TOKENIZER = "words"
SKETCH = "sketch"
NAMES, JOINED, TOWN, STREET = "names", "joined", "town", "street"
POSTAL_CODE, DEPARTMENT, COMMUNE, FLAGS = "postal_code", "department", "commune", "flags"
OPEN = "open"
# Tantivy multiplies a score by log2(2 + standing): a closed place needs a better name by a sixth.
# Fractions of a power of two take two bits each.
STANDING = "standing"
_OPEN_HEAD_OFFICE, _OPEN_BRANCH, _CLOSED = 0.3125, 0.25, 0.0


def schema() -> Schema:
    """Words are prepared by our own rules; the index only cuts at spaces.

    Only the sketch is stored: it is all that a candidate is judged by.
    """
    builder = SchemaBuilder()
    builder.add_bytes_field(SKETCH, stored=True)
    builder.add_float_field(STANDING, fast=True)
    for name in (NAMES, JOINED, TOWN, STREET):
        builder.add_text_field(name, tokenizer_name=TOKENIZER, index_option="freq")
    for name in (POSTAL_CODE, DEPARTMENT, COMMUNE, FLAGS):
        builder.add_text_field(name, tokenizer_name=TOKENIZER, index_option="basic")
    return builder.build()


def analyzer() -> TextAnalyzer:
    return TextAnalyzerBuilder(Tokenizer.whitespace()).build()


def document(establishment: Establishment) -> Document:
    sketch = sketch_of(establishment)
    return written(packed(sketch), standing_of(sketch), fields_of(sketch, establishment.location))


def written(line: str, standing: float, fields: Mapping[str, str]) -> Document:
    """`line` is the packed sketch."""
    made = Document()
    made.add_bytes(SKETCH, line.encode())
    made.add_float(STANDING, standing)
    for name, text in fields.items():
        if text:
            made.add_text(name, text)
    return made


def fields_of(sketch: Sketch, place: Location) -> dict[str, str]:
    """The words of each field, separated by spaces."""
    names = [telling(words) for words in sketch.names.values()]
    return {
        NAMES: _once(chain.from_iterable(names)),
        JOINED: _once(chain(map(_alone, names), *map(stuck_forms, sketch.names.values()))),
        TOWN: " ".join(sketch.town),
        STREET: " ".join(sketch.street),
        POSTAL_CODE: place.postal_code or "",
        DEPARTMENT: place.department or "",
        COMMUNE: " ".join(commune_codes(place.commune_code)) if place.commune_code else "",
        FLAGS: OPEN * sketch.is_open,
    }


def documents(establishments: Sequence[Establishment]) -> list[Document]:
    return [document(establishment) for establishment in establishments]


def standing_of(sketch: Sketch) -> float:
    if not sketch.is_open:
        return _CLOSED
    return _OPEN_HEAD_OFFICE if sketch.is_head_office else _OPEN_BRANCH


def _alone(words: Sequence[str]) -> str:
    """A name of one word, which has no form without spaces but itself."""
    return words[0] if len(words) == 1 else ""


def _once(words: Iterable[str]) -> str:
    return " ".join(word for word in dict.fromkeys(words) if word)
