"""Invented villages around the real towns: most of the country's communes are small."""

from collections.abc import Iterator
from functools import cache

from routing.domain.sample.communes import Commune, communes
from routing.domain.sample.vocabulary import (
    VILLAGE_ENDS,
    VILLAGE_PLACES,
    VILLAGE_SAINTS,
    VILLAGE_WATERS,
)

# Together the villages hold somewhat more than half of the establishments.
PER_DEPARTMENT = 60
TOWN_WEIGHT = 5


@cache
def towns_and_villages() -> tuple[Commune, ...]:
    """The real communes, each worth more, and the invented ones of the same départements."""
    real = communes()
    weighted = [
        Commune(one.code, one.postal_code, one.name, one.weight * TOWN_WEIGHT) for one in real
    ]
    return (*weighted, *_villages({one.code for one in real}, _places(real)))


def _places(real: tuple[Commune, ...]) -> dict[str, str]:
    """A postal code of each département: its first three digits serve the villages too."""
    return {_department(one.code): one.postal_code for one in real}


def _villages(taken: set[str], places: dict[str, str]) -> Iterator[Commune]:
    names = list(_names())
    for rank, (department, postal_code) in enumerate(sorted(places.items())):
        numbers = (
            f"{department}{number:0{5 - len(department)}d}"
            for number in range(1, 10 ** (5 - len(department)))
        )
        free = (code for code in numbers if code not in taken)
        for village, code in zip(range(PER_DEPARTMENT), free, strict=False):
            name = names[(rank * 17 + village) % len(names)]
            yield Commune(code, f"{postal_code[:3]}{village % 90 + 10:02d}", name, 2)


def _names() -> Iterator[str]:
    for saint in VILLAGE_SAINTS:
        yield from (f"Saint-{saint}-sur-{water}" for water in VILLAGE_WATERS)
    for place in VILLAGE_PLACES:
        yield from (f"{place}-{end}" for end in VILLAGE_ENDS)


def _department(code: str) -> str:
    return code[:3] if code.startswith("97") else code[:2]
