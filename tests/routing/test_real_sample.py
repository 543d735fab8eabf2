"""Real establishments, asked for as people write: is the right one among the first three?"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from routing.domain.establishment import Establishment, portrait
from routing.domain.inquiry import Area, inquiry
from routing.handlers.build_index import build_index
from routing.handlers.find_establishments import find_establishments
from routing.handlers.import_registry import ImportRegistry, import_registry
from routing.parts import RoutingParts
from tests.routing.mutations import MUTATIONS, as_people_write, letter_dropped, typed
from tests.routing.town import in_silence

SIRENE = Path(__file__).parents[3] / "shared" / "data" / "sirene"
ESTABLISHMENTS = SIRENE / "StockEtablissement_sample_utf8.csv"
LEGAL_UNITS = SIRENE / "StockUniteLegale_sample_utf8.csv"
pytestmark = pytest.mark.skipif(not ESTABLISHMENTS.is_file(), reason=f"no real sample at {SIRENE}")
BAR = 0.95
ASKED = 120


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody who knows a name and a town."""

    establishment: Establishment
    name: str
    town: str


@pytest_asyncio.fixture
async def country(parts: RoutingParts) -> RoutingParts:
    command = ImportRegistry(ESTABLISHMENTS, LEGAL_UNITS)
    done = await import_registry(command, parts.open_store, stock=parts.stock, progress=in_silence)
    assert [(report.accepted, report.rejected) for report in done.files.values()] == [
        (702, 0),
        (732, 0),
    ]
    async with parts.open_store() as store:
        await build_index(store, search=parts.search, progress=lambda _: None)
    return parts


async def cases(parts: RoutingParts) -> Sequence[Case]:
    """Establishments that have a name that people can know, by chance but always the same."""
    async with parts.open_store() as store:
        known = [one for batch in [b async for b in store.establishments.stream()] for one in batch]
    named = sorted(
        (one for one in known if one.is_open and not one.name.startswith("SIREN ")),
        key=lambda one: one.siret,
    )
    chosen = random.Random(7).sample(named, ASKED)
    return [
        Case(one, one.trade_name or one.name, (one.location.commune or "").rstrip("0123456789 "))
        for one in chosen
    ]


def is_answered(case: Case, found: Sequence[Establishment]) -> bool:
    """The establishment itself, or one that bears the same name in the same commune.

    Nobody who knows only a name and a town could tell those two apart.
    """
    names = {name.words for name in portrait(case.establishment).names}

    def town(one: Establishment) -> str:
        return (one.location.commune or "").rstrip("0123456789 ")

    return any(
        one.siret == case.establishment.siret
        or (town(one) == case.town and names & {name.words for name in portrait(one).names})
        for one in found
    )


async def share_found(parts: RoutingParts, asked: Sequence[tuple[Case, str, Area]]) -> float:
    right = 0
    for case, words, area in asked:
        async with parts.open_store() as store:
            found = await find_establishments(
                inquiry(words, area, limit=3), store, search=parts.search
            )
        right += is_answered(case, [candidate.establishment for candidate in found])
    return right / len(asked)


async def test_name_and_town_find_the_right_one_among_three(country: RoutingParts) -> None:
    """One import for every way of typing: the shares that miss the bar are shown."""
    known = await cases(country)
    shares: dict[str, float] = {}
    for way, mutation in MUTATIONS.items():
        chance = random.Random(way)
        asked = [
            (case, f"{typed(case.name, mutation, chance)} {case.town.lower()}", Area())
            for case in known
        ]
        shares[way] = await share_found(country, asked)
    assert {way: share for way, share in shares.items() if share < BAR} == {}


async def test_a_field_for_the_town_or_a_misspelt_town_do_as_well(country: RoutingParts) -> None:
    known = await cases(country)
    chance = random.Random(3)
    in_a_field = [
        (case, typed(case.name, letter_dropped, chance), Area(commune=case.town)) for case in known
    ]
    assert await share_found(country, in_a_field) >= BAR
    misspelt = [
        (case, f"{case.name.lower()} {typed(case.town, letter_dropped, chance)}", Area())
        for case in known
    ]
    assert await share_found(country, misspelt) >= BAR


async def test_a_mixture_of_all_that_people_do_finds_the_right_one(country: RoutingParts) -> None:
    """Sign and town as `as_people_write` draws them, three questions for each place, one seed."""
    chance = random.Random(2026)
    written = [
        (case, as_people_write(case.name, case.town, chance))
        for case in await cases(country)
        for _ in range(3)
    ]
    in_one_box = [(case, f"{name} {town}", Area()) for case, (name, town) in written]
    in_two = [(case, name, Area(commune=town)) for case, (name, town) in written]
    shares = await share_found(country, in_one_box), await share_found(country, in_two)
    assert min(shares) >= BAR, shares
