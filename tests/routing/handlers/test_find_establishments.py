"""Search as people write."""

import time

import pytest

from routing.domain.inquiry import MAX_LENGTH, Area, NotANumber
from routing.handlers.find_establishments import look_up
from routing.parts import RoutingParts
from routing.ports import SearchUnavailable
from tests.routing.town import BAKERY, CLOSED, GLACIER, HIDDEN, MAIRIE, RAILWAY, siret

CASSIS = Area(commune="Cassis")


async def found(
    parts: RoutingParts, text: str, area: Area | None = None, *, only_open: bool = False
) -> list[str]:
    async with parts.open_store() as store:
        candidates = await look_up(
            text, area or Area(), store, search=parts.search, only_open=only_open, limit=10
        )
    return [candidate.siret for candidate in candidates]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Le Glacier", siret(GLACIER)),
        ("le glacier cassis", siret(GLACIER)),
        ("glacier 13260", siret(GLACIER)),
        ("glaicer", siret(GLACIER)),
        ("GLACIERS", siret(GLACIER)),
        ("l’glacier", siret(GLACIER)),
        ("leglacier", siret(GLACIER)),
        ("glac", siret(GLACIER)),
        ("lebonpain marseille", siret(BAKERY, 0)),
        ("Bon Pain Cassis", siret(BAKERY, 1)),
        ("S.N.T.", siret(RAILWAY)),
        ("mairie de cassis", siret(MAIRIE)),
        ("059 806 653 00016", siret(GLACIER)),
        ("059 806 653", siret(GLACIER)),
        ("FR59059806653", siret(GLACIER)),
    ],
)
async def test_the_right_establishment_comes_first(
    town: RoutingParts, typed: str, expected: str
) -> None:
    assert (await found(town, typed))[0] == expected


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        (Area(commune="Cassis"), siret(BAKERY, 1)),
        (Area(commune="cassiss"), siret(BAKERY, 1)),
        (Area(commune="13022"), siret(BAKERY, 1)),
        (Area(commune="13055"), siret(BAKERY, 0)),
        (Area(postal_code="13001"), siret(BAKERY, 0)),
    ],
)
async def test_a_place_narrows_the_search(town: RoutingParts, area: Area, expected: str) -> None:
    assert await found(town, "le bon pain", area) == [expected]


async def test_corsica_has_departments_with_letters(town: RoutingParts) -> None:
    assert await found(town, "snt", Area(department="2A")) == [siret(RAILWAY)]
    assert await found(town, "snt", Area(department="13")) == []


async def test_the_head_office_comes_before_its_branches(town: RoutingParts) -> None:
    assert (await found(town, "le bon pain"))[0] == siret(BAKERY, 0)


async def test_closed_places_can_be_left_out(town: RoutingParts) -> None:
    assert await found(town, "cafe disparu") == [siret(CLOSED)]
    assert await found(town, "cafe disparu", only_open=True) == []


async def test_a_siren_gives_the_company_s_establishments(town: RoutingParts) -> None:
    assert await found(town, BAKERY.siren) == [siret(BAKERY, rank) for rank in (0, 1, 2)]


async def test_a_number_with_a_wrong_key_is_told(town: RoutingParts) -> None:
    with pytest.raises(NotANumber):
        await found(town, "05980665300017")


async def test_nobody_in_partial_diffusion_is_found_by_name(town: RoutingParts) -> None:
    for typed in ("salon mireille", "mireille pagnol", "pagnol cassis"):
        assert siret(HIDDEN) not in await found(town, typed)


@pytest.mark.parametrize(
    "hostile",
    [
        "a",
        "é",
        "x" * MAX_LENGTH,
        "\x00\x1b[31m",
        "names:* AND (flags:open",
        '"unclosed ~10 ^99 [a TO z}',
        "'; DROP TABLE establishments; --",
        "%_%",
        " ".join("abcdefghijklmnopqrstuvwxyz"),
        "𝕲𝖑𝖆𝖈𝖎𝖊𝖗",
        "\u202eecalg",
        "🍦🍦🍦",
    ],
)
async def test_hostile_words_get_an_ordinary_answer_quickly(
    town: RoutingParts, hostile: str
) -> None:
    spent = []
    for _ in range(3):
        begun = time.perf_counter()
        await found(town, hostile)
        spent.append(time.perf_counter() - begun)
    assert min(spent) < 0.2


async def test_without_an_index_nobody_pretends_to_search(parts: RoutingParts) -> None:
    with pytest.raises(SearchUnavailable):
        await found(parts, "le glacier")
