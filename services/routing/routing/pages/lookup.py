"""The search box of pages: what was typed, where, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from common.http.language import Text
from routing.domain.choice import Candidate
from routing.domain.inquiry import (
    MAX_LENGTH,
    Area,
    NotADepartment,
    NotANumber,
    parse_department,
)
from routing.handlers.look_up import LookUp, look_up
from routing.parts import RoutingParts
from routing.ports import SearchUnavailable
from routing.store import Store

MAX_PLACE = 80
SHOWN = 20

_WRONG_KEY = Text(
    "La clé de ce numéro est fausse : vérifiez chaque chiffre.",
    "The key of this number is wrong: check each digit.",
)
_TOO_LONG = Text(
    f"Écrivez moins de {MAX_LENGTH} caractères.", f"Write fewer than {MAX_LENGTH} characters."
)
_UNAVAILABLE = Text(
    "Le registre est en cours de préparation. Réessayez dans une minute.",
    "The registry is being prepared. Try again in a minute.",
)


@dataclass(frozen=True, slots=True)
class Lookup:
    """`found` is None when nothing was asked yet."""

    q: str
    place: str
    found: Sequence[Candidate] | None = None
    errors: dict[str, Text] = field(default_factory=dict)
    notice: Text | None = None

    @property
    def status(self) -> int:
        if self.errors:
            return 422
        return 503 if self.notice else 200


async def look_up_typed(q: str, place: str, store: Store, parts: RoutingParts) -> Lookup:
    """Search for what was typed; a fault comes back with the words kept."""
    q, place = q.strip(), place.strip()
    if not q:
        return Lookup("", place)
    if len(q) > MAX_LENGTH or len(place) > MAX_PLACE:
        return Lookup(q[:MAX_LENGTH], place[:MAX_PLACE], errors={"q": _TOO_LONG})
    try:
        command = LookUp(q, area_of(place), limit=SHOWN)
        found = await look_up(command, store, search=parts.search)
    except NotANumber:
        return Lookup(q, place, errors={"q": _WRONG_KEY})
    except SearchUnavailable:
        return Lookup(q, place, notice=_UNAVAILABLE)
    return Lookup(q, place, found)


def area_of(place: str) -> Area:
    """A postal code, a département's number, or the name of a town: whatever was typed."""
    if not place:
        return Area()
    if len(place) == 5 and place.isascii() and place.isdigit():
        return Area(postal_code=place)
    try:
        return Area(department=parse_department(place))
    except NotADepartment:
        return Area(commune=place)
