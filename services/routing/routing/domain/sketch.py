"""What the search keeps of an establishment: its words, already in their one form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from common.values import Siret
from routing.domain.establishment import Establishment, names_of
from routing.domain.resemblance import NameKind, Portrait, name_of
from routing.domain.words import split

_MARKS: Mapping[NameKind, str] = {
    NameKind.SIGN: "s",
    NameKind.TRADE_NAME: "t",
    NameKind.ACRONYM: "a",
    NameKind.LEGAL_NAME: "l",
}
_KINDS = {mark: kind for kind, mark in _MARKS.items()}
_OPEN, _HEAD_OFFICE = "o", "h"


@dataclass(frozen=True, slots=True)
class Sketch:
    """`names` and `streets` hold all the words; `codes` are the postal code and the département."""

    siret: Siret
    is_open: bool
    is_head_office: bool
    names: Mapping[NameKind, Sequence[str]]
    town: Sequence[str]
    street: Sequence[str]
    codes: Sequence[str]

    @property
    def portrait(self) -> Portrait:
        names = (name_of(kind, words) for kind, words in self.names.items())
        place = frozenset((*self.town, *self.codes))
        return Portrait(tuple(names), place, frozenset(self.street))


def sketch_of(establishment: Establishment) -> Sketch:
    place = establishment.location
    codes = (place.postal_code, place.department)
    return Sketch(
        siret=establishment.siret,
        is_open=establishment.is_open,
        is_head_office=establishment.is_head_office,
        names=names_of(establishment),
        town=split(f"{place.commune or ''} {place.cedex or ''}"),
        street=split(f"{place.street or ''} {place.complement or ''}"),
        codes=[code.lower() for code in codes if code],
    )


def packed(sketch: Sketch) -> str:
    """One line: number, flags, town, street, codes, then each name behind the mark of its kind."""
    flags = _OPEN * sketch.is_open + _HEAD_OFFICE * sketch.is_head_office
    places = (sketch.town, sketch.street, sketch.codes)
    names = (f"{_MARKS[kind]} {' '.join(words)}" for kind, words in sketch.names.items())
    return "|".join((sketch.siret, flags, *(" ".join(words) for words in places), *names))


def unpacked(line: str) -> Sketch:
    number, flags, town, street, codes, *names = line.split("|")
    told = (name.split(" ") for name in names)
    return Sketch(
        siret=Siret(number),
        is_open=_OPEN in flags,
        is_head_office=_HEAD_OFFICE in flags,
        names={_KINDS[mark]: words for mark, *words in told},
        town=town.split(),
        street=street.split(),
        codes=codes.split(),
    )
