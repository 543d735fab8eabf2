"""INSEE's files, whatever they are packed in."""

import zipfile
from pathlib import Path

import pytest
from pyarrow import csv, parquet

from routing.gateways.stock_files import StockFiles
from routing.gateways.stock_layout import REQUIRED, TABLE_COLUMNS
from routing.handlers.write_sample import write_sample
from routing.ports import StockKind, StockUnreadable
from routing.store.tables import EstablishmentRow, LegalUnitRow
from tests.routing.town import TOWN


def rows_of(path: Path, kind: StockKind) -> bytes:
    return b"".join(part.rows for part in StockFiles().parts(path, kind))


@pytest.fixture
def establishments(tmp_path: Path) -> Path:
    return next(iter(write_sample(TOWN, tmp_path)))


def test_a_zip_of_the_csv_reads_as_the_csv(establishments: Path, tmp_path: Path) -> None:
    packed = tmp_path / "stock.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(establishments, "StockEtablissement_utf8.csv")
    kind = StockKind.ESTABLISHMENTS
    assert rows_of(packed, kind) == rows_of(establishments, kind)


def test_parquet_reads_as_the_csv(establishments: Path, tmp_path: Path) -> None:
    kind = StockKind.ESTABLISHMENTS
    as_insee = {"dateDebut": "date32", "etablissementSiege": "bool"}
    types = dict.fromkeys(REQUIRED[kind], "string") | as_insee
    table = csv.read_csv(establishments, convert_options=csv.ConvertOptions(column_types=types))
    packed = tmp_path / "stock.parquet"
    parquet.write_table(table, packed)
    assert rows_of(packed, kind) == rows_of(establishments, kind)


def test_a_zip_with_two_files_is_refused(tmp_path: Path) -> None:
    packed = tmp_path / "stock.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.csv", "a")
        archive.writestr("two.csv", "b")
    with pytest.raises(StockUnreadable, match="2 CSV files"):
        rows_of(packed, StockKind.ESTABLISHMENTS)


def test_a_byte_order_mark_is_forgiven(establishments: Path) -> None:
    plain = rows_of(establishments, StockKind.ESTABLISHMENTS)
    establishments.write_bytes(b"\xef\xbb\xbf" + establishments.read_bytes())
    assert rows_of(establishments, StockKind.ESTABLISHMENTS) == plain


@pytest.mark.parametrize(
    ("kind", "row"),
    [(StockKind.ESTABLISHMENTS, EstablishmentRow), (StockKind.LEGAL_UNITS, LegalUnitRow)],
)
def test_rows_have_the_columns_of_the_table(
    kind: StockKind, row: type[EstablishmentRow | LegalUnitRow]
) -> None:
    assert set(TABLE_COLUMNS[kind]) == set(row.__table__.columns.keys())
