"""The public file of reports, as CSV or Parquet, and how much of it has a leaf of ours."""

from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet
from typer.testing import CliRunner

from intake.app import SERVICE
from intake.domain.category_tree import CategoryTree
from intake.domain.open_data import UnreadableFile, covered
from intake.gateways.open_data import count_paths, read_path_map

REAL = Path(__file__).parents[4] / "shared" / "data" / "signalconso_open_data_2018_2022.parquet"
ROWS = [("Animaux", "Soins"), ("Animaux", "Soins"), ("Sante", "Cure;Oui")]
COUNTS = {("Animaux", "Soins"): 2, ("Sante", "Cure", "Oui"): 1}


def a_csv(folder: Path, separator: str) -> Path:
    lines = ["category", "subcategories"], *ROWS
    file = folder / "reports.csv"
    text = "\n".join(separator.join(f'"{cell}"' for cell in line) for line in lines)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_csv_file_is_counted(tmp_path: Path, separator: str) -> None:
    assert count_paths(a_csv(tmp_path, separator)) == COUNTS


def test_a_parquet_file_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "reports.parquet"
    categories, below = zip(*ROWS, strict=True)
    parquet.write_table(pa.table({"category": categories, "subcategories": below}), file)
    assert count_paths(file) == COUNTS


@pytest.mark.parametrize("name", ["none.csv", "none.parquet", "other.csv", "other.parquet"])
def test_a_file_that_is_not_one_is_refused(tmp_path: Path, name: str) -> None:
    if name.startswith("other"):
        (tmp_path / name).write_text("a,b\n1,2\n")
    with pytest.raises(UnreadableFile):
        count_paths(tmp_path / name)


def test_the_commands_of_an_editor_need_no_settings(tmp_path: Path) -> None:
    commands = SERVICE.jobs(pytest.fail)
    counted = CliRunner().invoke(commands, ["tree-coverage", str(a_csv(tmp_path, ","))])
    assert (counted.exit_code, counted.output[:24]) == (0, "100.00% of 3 reports (2 ")
    refused = CliRunner().invoke(commands, ["tree-coverage", str(tmp_path / "none.csv")])
    assert refused.exit_code == 1
    checked = CliRunner().invoke(commands, ["tree-check"])
    assert checked.exit_code == 0
    assert "distinct leaves take reports" in checked.output


@pytest.mark.skipif(not REAL.exists(), reason=f"the public data are not there: {REAL}")
def test_what_people_really_reported_has_a_leaf(tree: CategoryTree) -> None:
    coverage = covered(count_paths(REAL), read_path_map(), tree)
    assert coverage.reports == 414_810
    assert coverage.share >= 0.97
