"""The registry is replaced whole, or not at all."""

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import csv as csv_file
from pyarrow import parquet

from common.db import migrations
from common.values import Siren, Siret
from routing.domain.establishment import Diffusion
from routing.handlers.import_registry import (
    ImportRefused,
    ImportRegistry,
    ImportReport,
    import_registry,
)
from routing.handlers.write_sample import write_sample
from routing.parts import RoutingParts
from routing.ports import Fault, StockKind
from routing.store.tables import Base
from tests.routing.town import BAKERY, GLACIER, HIDDEN, TOWN, in_silence, siret

Lines = list[list[str]]


async def load(
    parts: RoutingParts, establishments: Path, legal_units: Path, *, may_shrink: bool = False
) -> ImportReport:
    command = ImportRegistry(establishments, legal_units, may_shrink=may_shrink)
    return await import_registry(command, parts.open_store, stock=parts.stock, progress=in_silence)


def edited(path: Path, change: Callable[[Lines], None]) -> Path:
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    change(lines)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)
    return path


async def running_names(parts: RoutingParts) -> list[str]:
    async with parts.open_store() as store:
        found = [one for batch in [b async for b in store.establishments.stream()] for one in batch]
    return sorted(one.name for one in found)


async def test_every_establishment_is_there_with_its_company(town: RoutingParts) -> None:
    async with town.open_store() as store:
        found = await store.establishments.get(Siret(siret(BAKERY, 1)))
    assert found is not None
    assert (found.name, found.sign) == ("SAS BOULANGERIES DU SUD", "LE BON PAIN")
    assert found.location.lines == ("4 QU DE LA MER", "13260 CASSIS")
    assert (found.is_open, found.is_head_office) == (True, False)
    assert found.head_office_siret == siret(BAKERY, 0)
    assert found.location.department == "13"


async def test_a_company_lists_its_head_office_then_its_open_places(town: RoutingParts) -> None:
    async with town.open_store() as store:
        found = await store.establishments.of_company(Siren(BAKERY.siren), after=None, limit=9)
    assert [one.siret for one in found] == [siret(BAKERY, rank) for rank in (0, 1, 2)]


async def test_what_insee_hides_is_absent_and_the_status_is_kept(town: RoutingParts) -> None:
    async with town.open_store() as store:
        found = await store.establishments.get(Siret(siret(HIDDEN)))
    assert found is not None
    assert found.diffusion is Diffusion.PARTIAL
    assert found.location.street is None
    assert found.name == f"SIREN {HIDDEN.siren}"


async def test_a_second_import_replaces_the_first(town: RoutingParts, tmp_path: Path) -> None:
    files = write_sample((GLACIER,), tmp_path / "second")
    report = await load(town, *files, may_shrink=True)
    assert report.version == 2
    assert await running_names(town) == ["SARL LE GLACIER"]


async def test_the_tables_stay_those_of_the_migrations(
    town: RoutingParts, database: Callable[[str], object]
) -> None:
    url = town.ground.engine.url.render_as_string(hide_password=False)
    await migrations.check(url, "routing", Base.metadata)


async def test_bad_lines_are_left_out_and_told(parts: RoutingParts, tmp_path: Path) -> None:
    establishments, legal_units = write_sample(TOWN, tmp_path)

    def spoil(lines: Lines) -> None:
        header = lines[0]
        lines[1][header.index("siret")] = "05980665300017"
        lines[2][header.index("siret")] = "3268"
        lines[3][header.index("siren")] = GLACIER.siren
        lines[4][header.index("etatAdministratifEtablissement")] = "?"
        lines[5][header.index("statutDiffusionEtablissement")] = "X"
        lines[6].append("one column more")
        lines.append(list(lines[7]))

    report = await load(parts, edited(establishments, spoil), legal_units)
    told = report.files[StockKind.ESTABLISHMENTS].told
    assert [(one.line, one.fault) for one in told] == [
        (2, Fault.CHECKSUM),
        (3, Fault.NUMBER),
        (4, Fault.MISMATCH),
        (5, Fault.STATE),
        (6, Fault.DIFFUSION),
        (7, Fault.COLUMNS),
        (None, Fault.DUPLICATE),
    ]
    assert report.files[StockKind.ESTABLISHMENTS].accepted == 4


async def test_too_many_bad_lines_keep_the_running_registry(
    town: RoutingParts, tmp_path: Path
) -> None:
    before = await running_names(town)
    establishments, legal_units = write_sample(TOWN * 3, tmp_path)
    with pytest.raises(ImportRefused, match="rejected"):
        await load(town, establishments, legal_units)
    assert await running_names(town) == before


async def test_a_refused_import_lists_its_bad_lines_all_the_same(
    town: RoutingParts, tmp_path: Path
) -> None:
    establishments, legal_units = write_sample(TOWN * 3, tmp_path)
    listing = tmp_path / "rejected.jsonl"
    command = ImportRegistry(establishments, legal_units, listing=listing)
    with pytest.raises(ImportRefused, match="duplicate 16"):
        await import_registry(command, town.open_store, stock=town.stock, progress=in_silence)
    told = [json.loads(line) for line in listing.read_text("utf-8").splitlines()]
    assert {(one["file"], one["fault"]) for one in told} == {("legal_units", "duplicate")}
    assert len(told) == 16


async def test_a_stock_cut_by_half_keeps_the_running_registry(
    town: RoutingParts, tmp_path: Path
) -> None:
    before = await running_names(town)
    with pytest.raises(ImportRefused, match="cut short"):
        await load(town, *write_sample((GLACIER,), tmp_path))
    assert await running_names(town) == before


def _latin(path: Path) -> None:
    text = path.read_text("utf-8").replace("CASSIS", "CASSIS É")
    path.write_bytes(text.encode("latin-1"))


def _other_columns(path: Path) -> None:
    path.write_text("nom,prenom\nDupont,Jean\n", encoding="utf-8")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-60])


def _binary(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0\0\0\n")


def _half_a_zip(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + b"\1" * 200)


def _cut_zip(path: Path) -> None:
    _zip(path)
    path.write_bytes(path.read_bytes()[:-100])


def _bitten_zip(path: Path) -> None:
    """Whole to look at; the deflated lines are not what they were."""
    _zip(path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 40] = b"\x55" * 40
    path.write_bytes(content)


def _zip(path: Path) -> None:
    lines = path.read_bytes()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("StockEtablissement_utf8.csv", lines)


def _bitten_parquet(path: Path) -> None:
    parquet.write_table(csv_file.read_csv(path), path)
    content = bytearray(path.read_bytes())
    content[4:600] = b"\x55" * 596
    path.write_bytes(content)


def _other_parquet(path: Path) -> None:
    parquet.write_table(pa.table({"nom": ["Dupont"]}), path)


def _half_a_parquet(path: Path) -> None:
    path.write_bytes(b"PAR1" + b"\1" * 200)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _header_only(path: Path) -> None:
    path.write_text(path.read_text("utf-8").split("\n", 1)[0] + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_latin, "not UTF-8"),
        (_other_columns, "missing columns"),
        (_cut, "cut short"),
        (_binary, "NUL"),
        (_half_a_zip, "archive"),
        (_cut_zip, "archive"),
        (_bitten_zip, "archive"),
        (_half_a_parquet, "Parquet"),
        (_bitten_parquet, "orrupt|deserialize|dictionary"),
        (_other_parquet, "missing columns"),
        (_empty, "missing columns"),
        (_header_only, "no line"),
        (Path.unlink, "No such file"),
    ],
)
async def test_a_malformed_file_is_told_and_changes_nothing(
    town: RoutingParts, tmp_path: Path, spoil: Callable[[Path], None], reason: str
) -> None:
    before = await running_names(town)
    establishments, legal_units = write_sample(TOWN, tmp_path)
    spoil(establishments)
    with pytest.raises(ImportRefused, match=reason):
        await load(town, establishments, legal_units)
    assert await running_names(town) == before
    async with town.open_store() as store:
        version = await store.registry.version()
    assert version is not None
    assert version.version == 1
