"""What somebody looks for: a number of the register, or words; and where."""

import re
from dataclasses import dataclass

from common.values import NotASiren, NotASiret, Siren, Siret, parse_siren, parse_siret
from routing.domain.words import query_words

MAX_LENGTH = 200
_VAT = re.compile(r"FR[0-9A-HJ-NP-Z]{2}([0-9]{9})", re.IGNORECASE)
_BLANKS = re.compile(r"[\s.\-\u00a0\u202f]")
_DIGITS = re.compile(r"[0-9]{9}|[0-9]{14}")
_COMMUNE_CODE = re.compile(r"(?:[0-9]{2}|2[ABab])[0-9]{3}")
_DEPARTMENT = re.compile(r"0?[1-9]|1[0-9]|2[1-9]|[3-8][0-9]|9[0-5]|2[AB]|97[1-9]|98[4-8]")
# INSEE gives each municipal arrondissement its own code; people mean the city.
_DISTRICTS = {
    "75056": range(75101, 75121),
    "69123": range(69381, 69390),
    "13055": range(13201, 13217),
}
_CITY_OF_DISTRICT = {
    str(code): city for city, districts in _DISTRICTS.items() for code in districts
}


class NotANumber(ValueError):
    """Nine or fourteen digits that are no number of the register: the key is wrong."""


class NotADepartment(ValueError):
    """The text is not the number of a French département."""


@dataclass(frozen=True, slots=True)
class Area:
    """Where to look; nothing given is everywhere. `commune` is an INSEE code or a name.

    `communes` are the codes of some, any of which will do.
    """

    postal_code: str | None = None
    department: str | None = None
    commune: str | None = None
    communes: tuple[str, ...] = ()

    @property
    def commune_code(self) -> str | None:
        commune = (self.commune or "").strip()
        return commune.upper() if _COMMUNE_CODE.fullmatch(commune) else None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Words typed and the area; `only_open` and `only_closed` leave the others out."""

    words: tuple[str, ...]
    area: Area
    only_open: bool = False
    only_closed: bool = False
    limit: int = 10

    def admits(self, *, is_open: bool) -> bool:
        return not (self.only_closed if is_open else self.only_open)


def inquiry(text: str, area: Area, *, only_open: bool = False, limit: int = 10) -> Inquiry:
    return Inquiry(tuple(query_words(text)), area, only_open=only_open, limit=limit)


def number_in(text: str) -> Siret | Siren | None:
    """The SIRET or SIREN that was typed (spaces forgiven, VAT numbers too), or None for words.

    Raises `NotANumber` when the digits are as many but the key is wrong.
    """
    packed = _BLANKS.sub("", text)
    vat = _VAT.fullmatch(packed)
    digits = vat.group(1) if vat else packed
    if not _DIGITS.fullmatch(digits):
        return None
    try:
        return parse_siret(digits) if len(digits) == 14 else parse_siren(digits)
    except (NotASiret, NotASiren) as error:
        raise NotANumber(text) from error


def parse_department(text: str) -> str:
    """The département’s number as the register writes it: `1` is `01`, `2a` is `2A`."""
    number = text.strip().upper()
    if not _DEPARTMENT.fullmatch(number):
        raise NotADepartment(text)
    return number.zfill(2)


def department_of_commune(code: str) -> str:
    """The département of an INSEE commune code; overseas it has three digits."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def commune_codes(code: str) -> tuple[str, ...]:
    """The codes under which a commune is looked for: its own and, for a district, the city's."""
    city = _CITY_OF_DISTRICT.get(code)
    return (code, city) if city else (code,)


def city_codes(code: str) -> tuple[str, ...]:
    """The codes of the city that a commune is, or is a district of: its own, then its districts’.

    The town hall of Paris, Lyon or Marseille stands in one of the districts.
    """
    city = _CITY_OF_DISTRICT.get(code, code)
    return (city, *map(str, _DISTRICTS.get(city, ())))
