"""Reads the file of public reports of another platform, and how its paths map to our tree."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from intake.domain.open_data import PathMap, Rule, UnreadableFile
from intake.domain.plain_words import folded
from intake.gateways.tree_files import load

COLUMNS = ("category", "subcategories")
LEVELS = ";"


def read_path_map() -> PathMap:
    groups: Any = load("_open_data")
    return PathMap(
        {
            folded(category): tuple(_rule(raw) for raw in group["rules"])
            for group in groups
            for category in group["categories"]
        }
    )


def count_paths(file: Path) -> Mapping[tuple[str, ...], int]:
    """How many reports each path has, in a CSV or Parquet file. Raises `UnreadableFile`."""
    try:
        rows = _parquet_rows(file) if file.suffix == ".parquet" else _csv_rows(file)
        return Counter((category, *below.split(LEVELS)) for category, below in rows)
    except (ImportError, KeyError, OSError, ValueError) as error:
        raise UnreadableFile(f"{file.name}: {error}") from error


def _rule(raw: list[str]) -> Rule:
    leaf, *words = raw
    return Rule(tuple(leaf.split("/")), tuple(map(str, words)))


def _parquet_rows(file: Path) -> Iterable[tuple[str, str]]:
    # Only this command reads Parquet: no process of the service carries the library for it.
    parquet = import_module("pyarrow.parquet")
    table = parquet.read_table(file, columns=list(COLUMNS))
    return zip(*(table[name].to_pylist() for name in COLUMNS), strict=True)


def _csv_rows(file: Path) -> Iterable[tuple[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        header = lines.readline()
        lines.seek(0)
        rows = csv.DictReader(
            lines, delimiter=";" if header.count(";") > header.count(",") else ","
        )
        return [(row[COLUMNS[0]], row[COLUMNS[1]]) for row in rows]
