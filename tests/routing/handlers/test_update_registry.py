"""Daily updates bring the running registry up to date."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from common.clock import PARIS
from common.values import Siret
from routing.domain.establishment import Diffusion, Establishment
from routing.handlers.build_index import is_index_behind
from routing.handlers.disclose import disclose
from routing.handlers.update_registry import UpdateRefused, UpdateReport, update_from_files
from routing.parts import RoutingParts
from routing.ports import Fault, StockKind
from tests.routing.sirene import a_page, an_establishment, links, write
from tests.routing.town import BAKERY, CLOSED, GLACIER, HIDDEN, MAIRIE, RAILWAY, a_firm, siret

NEWCOMER = a_firm("542065479", "CREPERIE DU PORT")
CLOSING = {"etatAdministratifEtablissement": "F", "dateDebut": "2026-04-30"}


async def apply(parts: RoutingParts, *paths: Path) -> UpdateReport:
    return await update_from_files(
        paths,
        parts.open_store,
        files=parts.documents,
        stock=parts.stock,
        progress=lambda _: None,
    )


async def known(parts: RoutingParts, number: str) -> Establishment | None:
    async with parts.open_store() as store:
        return await store.establishments.get(Siret(number))


async def rows(parts: RoutingParts) -> list[Any]:
    async with parts.open_store() as store:
        connection = await store.connection()
        return [
            list(await connection.execute(text(f"SELECT * FROM {table} ORDER BY 1")))  # noqa: S608
            for table in ("establishments", "legal_units", "successions")
        ]


async def test_what_insee_tells_is_in_the_registry(town: RoutingParts, tmp_path: Path) -> None:
    page = a_page(
        an_establishment(GLACIER, period={"enseigne1Etablissement": "LE GRAND GLACIER"}),
        an_establishment(MAIRIE, address={"numeroVoieEtablissement": "12"}),
        an_establishment(BAKERY, 1, period=CLOSING),
        an_establishment(NEWCOMER),
    )
    report = await apply(town, write(tmp_path / "day.json", page))
    glacier = await known(town, siret(GLACIER))
    mairie = await known(town, siret(MAIRIE))
    shut = await known(town, siret(BAKERY, 1))
    assert glacier
    assert mairie
    assert shut
    assert glacier.sign == "LE GRAND GLACIER"
    assert mairie.location.lines[0] == "12 QU DE LA MER"
    assert (shut.is_open, str(shut.state_since)) == (False, "2026-04-30")
    assert await known(town, siret(NEWCOMER))
    assert (report.count(StockKind.ESTABLISHMENTS).added, report.version) == (1, 2)
    assert report.count(StockKind.ESTABLISHMENTS).changed == 3


async def test_the_search_follows(town: RoutingParts, tmp_path: Path) -> None:
    page = a_page(an_establishment(NEWCOMER))
    await apply(town, write(tmp_path / "day.json", page))
    async with town.open_store() as store:
        assert await is_index_behind(store, search=town.search)
        version = await store.registry.version()
    assert version
    assert version.establishments == sum(1 for _ in (await rows(town))[0])


async def test_the_same_updates_again_change_nothing(town: RoutingParts, tmp_path: Path) -> None:
    path = write(tmp_path / "day.json", a_page(an_establishment(GLACIER)))
    assert (await apply(town, path)).version == 2
    before = await rows(town)
    again = await apply(town, path, path)
    assert (again.version, again.pages) == (None, 2)
    assert await rows(town) == before


async def test_a_company_alone_can_change(town: RoutingParts, tmp_path: Path) -> None:
    unit = {
        "siren": RAILWAY.siren,
        "statutDiffusionUniteLegale": "O",
        "dateDernierTraitementUniteLegale": "2026-05-02T05:00:00",
        "periodesUniteLegale": [
            {"dateFin": "2026-05-01", "denominationUniteLegale": "ANCIENNE RAISON"},
            {
                "dateFin": None,
                "etatAdministratifUniteLegale": "A",
                "denominationUniteLegale": "TRAINS DE CORSE",
                "categorieJuridiqueUniteLegale": "5710",
                "nicSiegeUniteLegale": siret(RAILWAY)[9:],
            },
        ],
    }
    await apply(town, write(tmp_path / "units.json", {"header": {}, "unitesLegales": [unit]}))
    found = await known(town, siret(RAILWAY))
    assert found
    assert found.name == "TRAINS DE CORSE"


async def test_links_lead_to_the_successor(town: RoutingParts, tmp_path: Path) -> None:
    pair = (siret(CLOSED), siret(GLACIER))
    report = await apply(town, write(tmp_path / "links.json", links(pair, pair)))
    assert report.count(StockKind.SUCCESSIONS).added == 1
    async with town.open_store() as store:
        found = await store.successions.successor_of(Siret(siret(CLOSED)))
    assert found
    assert found.siret == siret(GLACIER)


async def test_a_person_who_becomes_discreet_is_no_longer_shown(
    town: RoutingParts, tmp_path: Path
) -> None:
    page = a_page(
        an_establishment(
            GLACIER,
            statutDiffusionEtablissement="P",
            unit={"statutDiffusionUniteLegale": "P", "denominationUniteLegale": "[ND]"},
            address={"libelleVoieEtablissement": "[ND]", "numeroVoieEtablissement": "[ND]"},
            period={"enseigne1Etablissement": "[ND]"},
        )
    )
    await apply(town, write(tmp_path / "day.json", page))
    found = await known(town, siret(GLACIER))
    assert found
    assert found.diffusion is Diffusion.PARTIAL
    shown = disclose(found)
    assert (shown.name, shown.address.lines) == (f"SIREN {GLACIER.siren}", ())


async def test_bad_lines_are_left_out_and_told(town: RoutingParts, tmp_path: Path) -> None:
    page = a_page(
        an_establishment(GLACIER, siret="05980665300017"),
        an_establishment(HIDDEN, statutDiffusionEtablissement="X"),
        an_establishment(NEWCOMER),
    )
    report = await apply(town, write(tmp_path / "day.json", page))
    assert [one.fault for one in report.told] == [Fault.CHECKSUM, Fault.DIFFUSION]
    assert report.count(StockKind.ESTABLISHMENTS).added == 1


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not json",
        '{"header": {}}',
        "[1, 2]",
        '{"etablissements": {"siret": 1}}',
        '{"etablissements": [{"siret": "05980665300016", "periodesEtablissement": [3]}]}',
        '{"etablissements": [{"siret": "05980665300016", "adresseEtablissement": "ici"}]}',
        json.dumps(a_page(an_establishment(GLACIER)))[:-40],
        "[" * 100_000,
    ],
)
async def test_what_is_no_update_is_refused_and_changes_nothing(
    town: RoutingParts, tmp_path: Path, content: str
) -> None:
    before = await rows(town)
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UpdateRefused):
        await apply(town, path)
    with pytest.raises(UpdateRefused, match="No such file"):
        await apply(town, tmp_path / "nowhere.json")
    assert await rows(town) == before


async def test_without_a_registry_there_is_nothing_to_update(
    parts: RoutingParts, tmp_path: Path
) -> None:
    with pytest.raises(UpdateRefused, match="no registry"):
        await apply(parts, write(tmp_path / "day.json", a_page(an_establishment(GLACIER))))


def _days() -> list[dict[str, Any]]:
    """Successive treatments of two shops of one company and of another's."""
    days = []
    for day in range(2, 6):
        treated = f"2026-05-0{day}T07:00:00"
        days += [
            an_establishment(
                firm,
                rank,
                treated=treated,
                period={"enseigne1Etablissement": f"{what} {day}"},
                unit={"denominationUniteLegale": f"SOCIETE {day}"},
            )
            for firm, rank, what in ((BAKERY, 0, "PAIN"), (BAKERY, 1, "FOUR"), (GLACIER, 0, "GEL"))
        ]
    return days


DAYS = _days()


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(range(len(DAYS))), repeated=st.lists(st.sampled_from(range(12))))
async def test_in_any_order_the_latest_treatment_stands(
    town: RoutingParts, tmp_path: Path, order: Sequence[int], repeated: Sequence[int]
) -> None:
    pages = [a_page(DAYS[place]) for place in (*order, *repeated)]
    await apply(town, write(tmp_path / "days.json", *pages))
    signs = [
        (found.sign, found.name)
        for number in (siret(BAKERY), siret(BAKERY, 1), siret(GLACIER))
        if (found := await known(town, number))
    ]
    assert signs == [("PAIN 5", "SOCIETE 5"), ("FOUR 5", "SOCIETE 5"), ("GEL 5", "SOCIETE 5")]


async def test_the_date_of_a_stock_is_its_latest_treatment(town: RoutingParts) -> None:
    async with town.open_store() as store:
        version = await store.registry.version()
    assert version
    assert version.through == datetime(2026, 1, 5, 8, tzinfo=PARIS)
