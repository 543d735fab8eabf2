"""Why an establishment answers what was asked: what each typed word met, and what else counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from routing.domain.establishment import Establishment, names_of
from routing.domain.inquiry import Area, Inquiry
from routing.domain.resemblance import Likeness, Name, NameKind, Portrait, name_of
from routing.domain.words import split


class Reason(StrEnum):
    """What spoke for an establishment, or against it."""

    NUMBER = "number"
    SAME_NAME = "same_name"
    NEAR_NAME = "near_name"
    BEGINNING_OF_NAME = "beginning_of_name"
    PART_OF_NAME = "part_of_name"
    SAME_TOWN = "same_town"
    NEAR_TOWN = "near_town"
    SAME_STREET = "same_street"
    POSTAL_CODE = "postal_code"
    DEPARTMENT = "department"
    DISTANCE = "distance"
    HEAD_OFFICE = "head_office"
    CLOSED = "closed"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Because:
    """A reason with its facts: by which name, how many slips, how far, which words."""

    reason: Reason
    kind: NameKind | None = None
    slips: int = 0
    kilometres: float | None = None
    words: tuple[str, ...] = ()


def reasons_for(
    establishment: Establishment, by: NameKind | None, asked: Inquiry
) -> tuple[Because, ...]:
    """In the order in which people look: the name, the place, the rest."""
    return tuple(_all(_Met(establishment, by, asked.words), establishment, asked.area))


def _all(met: "_Met", establishment: Establishment, area: Area) -> Iterator[Because]:
    if met.name is not None:
        yield _by_name(met, met.name)
    yield from _by_place(met, establishment, area)
    if establishment.is_head_office:
        yield Because(Reason.HEAD_OFFICE)
    if not establishment.is_open:
        yield Because(Reason.CLOSED)
    if met.nowhere:
        yield Because(Reason.NOT_FOUND, words=tuple(met.nowhere))


def _by_name(met: "_Met", name: Name) -> Because:
    if met.slips:
        return Because(Reason.NEAR_NAME, name.kind, slips=met.slips)
    if met.is_begun:
        return Because(Reason.BEGINNING_OF_NAME, name.kind)
    return Because(Reason.SAME_NAME if met.is_whole else Reason.PART_OF_NAME, name.kind)


def _by_place(met: "_Met", establishment: Establishment, area: Area) -> Iterator[Because]:
    location = establishment.location
    town = met.town
    if area.commune_code or town == 1.0 or _is_named(area.commune, location.commune):
        yield Because(Reason.SAME_TOWN)
    elif area.commune or town:
        yield Because(Reason.NEAR_TOWN)
    if met.in_street:
        yield Because(Reason.SAME_STREET)
    if location.postal_code and (area.postal_code or location.postal_code in met.typed):
        yield Because(Reason.POSTAL_CODE)
    if area.department:
        yield Because(Reason.DEPARTMENT)


def _is_named(typed: str | None, commune: str | None) -> bool:
    return bool(typed) and set(split(typed or "")) <= set(split(commune or ""))


class _Met:
    """Which words the name explains, which the place, which nothing."""

    def __init__(
        self, establishment: Establishment, by: NameKind | None, typed: Sequence[str]
    ) -> None:
        self.typed = typed
        words = names_of(establishment).get(by) if by else None
        self.name = name_of(by, words) if by and words else None
        place = establishment.location
        town = self._against(split(f"{place.commune or ''} {place.cedex or ''}"))
        street = self._against(split(f"{place.street or ''} {place.complement or ''}"))
        codes = {code.lower() for code in (place.postal_code, place.department) if code}
        name = self._by_name()
        named, towns = [], []
        self.in_street, self.nowhere = False, []
        for at, word in enumerate(typed):
            best = max(name[at], town[at], street[at])
            if best and name[at] == best:
                named.append(name[at])
            elif best and town[at] == best:
                towns.append(town[at])
            elif best:
                self.in_street = True
            elif word not in codes:
                self.nowhere.append(word)
        self.town = min(towns, default=0.0)
        self.slips = sum(Likeness.slips_of(worth) for worth in named)
        self.is_begun = any(Likeness.is_beginning(worth) for worth in named)
        self.is_whole = self.name is not None and self._covers(self.name)

    def _against(self, words: Sequence[str]) -> Sequence[float]:
        return Likeness(self.typed, weight=_alike).explained(Portrait((), frozenset(words)))

    def _by_name(self) -> Sequence[float]:
        if self.name is None:
            return [0.0] * len(self.typed)
        return Likeness(self.typed, weight=_alike).explained(Portrait((self.name,), frozenset()))

    def _covers(self, name: Name) -> bool:
        """Every word of the name was typed, be it without the spaces."""
        typed = set(self.typed)
        return set(name.words) <= typed or not typed.isdisjoint(("".join(name.words), *self._whole))

    @property
    def _whole(self) -> Sequence[str]:
        return ["".join(self.name.spelt)] if self.name else []


def _alike(_: str) -> float:
    return 1.0
