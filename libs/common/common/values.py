"""Numbers and codes that travel between services, parsed once at the border and trusted inside."""

import re
from typing import NewType

from stdnum import luhn

Siret = NewType("Siret", str)
Siren = NewType("Siren", str)

LA_POSTE = "356000000"
LA_POSTE_HEAD_OFFICE = "35600000000048"
_SEPARATORS = re.compile(r"[\s.\-\u00a0\u202f]")
_OVERSEAS_PREFIXES = ("97", "98")


class NotASiret(ValueError):
    """The text is not the number of an establishment."""


class NotASiren(ValueError):
    """The text is not the number of a legal unit."""


def parse_siret(text: str) -> Siret:
    """Return the 14 digits of an establishment number, spaces and dots forgiven.

    The key is Luhn's over the fourteen digits. La Poste's branches are the exception: the sum
    of their digits is a multiple of five (INSEE, note on the SIRET of La Poste).
    """
    digits = _SEPARATORS.sub("", text)
    if not re.fullmatch(r"[0-9]{14}", digits) or set(digits) == {"0"}:
        raise NotASiret(text)
    if digits.startswith(LA_POSTE) and digits != LA_POSTE_HEAD_OFFICE:
        valid = sum(map(int, digits)) % 5 == 0
    else:
        valid = luhn.is_valid(digits)
    if not valid:
        raise NotASiret(text)
    return Siret(digits)


def parse_siren(text: str) -> Siren:
    """Return the nine digits of a legal unit's number, spaces and dots forgiven."""
    digits = _SEPARATORS.sub("", text)
    if not re.fullmatch(r"[0-9]{9}", digits) or set(digits) == {"0"} or not luhn.is_valid(digits):
        raise NotASiren(text)
    return Siren(digits)


def siren_of(siret: Siret) -> Siren:
    return Siren(siret[:9])


def department_of(postal_code: str) -> str | None:
    """The département of a French postal code, or None when the code has no such shape.

    Corsica is told apart by the third digit (200, 201: 2A; 202, 206: 2B); overseas
    départements and collectivities have three digits. A few communes are served by the post
    office of a neighbouring département; the registry's commune code is exact, this is not.
    """
    if not re.fullmatch(r"[0-9]{5}", postal_code):
        return None
    if postal_code.startswith(_OVERSEAS_PREFIXES):
        return postal_code[:3]
    if postal_code.startswith("20"):
        return "2A" if postal_code[2] in "01" else "2B"
    return postal_code[:2]
