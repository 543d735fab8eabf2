"""Places and the public bodies that answer for them: communes, rules by category and area."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from common.values import Siret
from routing.domain.inquiry import department_of_commune

EVERYWHERE = "*"
_EARTH_RADIUS_KM = 6371.0
# Farther than this from every centre is no place of ours: the sea, another country.
FARTHEST_KM = 25.0
# A centre counts as the nearest only when the second is that much farther: centres are no borders.
_CLEARLY = 2.0
# Or when the point is almost on it.
_AT_THE_CENTRE_KM = 0.8


@dataclass(frozen=True, slots=True)
class Point:
    """WGS 84 degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Commune:
    """An INSEE commune (or municipal arrondissement) and where its centre is, if it is known."""

    code: str
    name: str
    centre: Point | None = None


@dataclass(frozen=True, slots=True)
class LocalRule:
    """The public body that answers for a category in an area.

    `area` is a commune code, a département or everywhere. Without `siret` it is the town hall of
    the commune.
    """

    category: str
    area: str
    siret: Siret | None = None
    label: str | None = None
    source: str | None = None

    def holds_for(self, path: str, commune: str | None) -> bool:
        within = path == self.category or path.startswith(f"{self.category}/")
        return within and self.area in areas_of(commune)

    @property
    def precision(self) -> tuple[int, int]:
        """A finer category counts before a finer area."""
        return (self.category.count("/"), 0 if self.area == EVERYWHERE else len(self.area))


def areas_of(commune: str | None) -> tuple[str, ...]:
    """The areas that a commune is in, the finest first."""
    if commune is None:
        return (EVERYWHERE,)
    return (commune, department_of_commune(commune), EVERYWHERE)


def most_precise(rules: Iterable[LocalRule], path: str, commune: str | None) -> LocalRule | None:
    """The rule that answers for the category there: the finest category, then the finest area."""
    fitting = [rule for rule in rules if rule.holds_for(path, commune)]
    return max(fitting, key=lambda rule: rule.precision, default=None)


@cache
def first_rules() -> Sequence[LocalRule]:
    """What holds everywhere until a table says otherwise: `local_rules.json`."""
    text = resources.files(__package__).joinpath("local_rules.json").read_text("utf-8")
    return tuple(
        LocalRule(one["category"], EVERYWHERE, label=one["label"], source=one["source"])
        for one in json.loads(text)
    )


def distance_km(one: Point, other: Point) -> float:
    """The great-circle distance (haversine)."""
    north = math.radians(other.latitude - one.latitude)
    east = math.radians(other.longitude - one.longitude)
    across = math.cos(math.radians(one.latitude)) * math.cos(math.radians(other.latitude))
    half = math.sin(north / 2) ** 2 + across * math.sin(east / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


def communes_at(point: Point, communes: Iterable[Commune]) -> Sequence[Commune]:
    """The one commune whose centre is clearly the nearest, or the few that the point may be in.

    Empty when every centre is too far. Source of the measure: our own rule, for want of borders.
    """
    near = sorted(
        (distance_km(point, one.centre), one.code, one)
        for one in communes
        if one.centre is not None
    )
    near = [one for one in near if one[0] <= FARTHEST_KM]
    if not near:
        return ()
    nearest = near[0][0]
    limit = _AT_THE_CENTRE_KM if nearest <= _AT_THE_CENTRE_KM / _CLEARLY else nearest * _CLEARLY
    return [commune for distance, _, commune in near if distance <= limit]
