"""The files of an index on the disk, and what proves that they are those that were built."""

import hashlib
from pathlib import Path

from tantivy import Index

from routing.gateways.index_schema import TOKENIZER, analyzer
from routing.ports import IndexFile, IndexVersion


class IndexBroken(Exception):
    """The files are not those that were built: sizes, sums or the number of documents differ."""


def open_index(directory: Path) -> Index:
    index = Index.open(str(directory))
    index.register_tokenizer(TOKENIZER, analyzer())
    index.reload()
    return index


def files_of(directory: Path) -> tuple[IndexFile, ...]:
    """The files of an index, its vocabulary included; locks and hidden files are none of it."""
    paths = sorted(path for path in directory.rglob("*") if path.is_file())
    return tuple(
        IndexFile(str(path.relative_to(directory)), path.stat().st_size, _sum(path))
        for path in paths
        if path.suffix != ".lock" and not path.name.startswith(".")
    )


def verify_sizes(directory: Path, version: IndexVersion) -> None:
    """Quick enough for each start. Raises `IndexBroken`."""
    for file in version.files:
        path = directory / file.name
        if not path.is_file() or path.stat().st_size != file.size:
            raise IndexBroken(f"{directory.name}/{file.name}")


def verify_sums(directory: Path, version: IndexVersion) -> None:
    """What came over the network, byte by byte. Raises `IndexBroken`."""
    for file in version.files:
        path = directory / file.name
        if not path.is_file() or _sum(path) != file.sha256:
            raise IndexBroken(f"{directory.name}/{file.name}")


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
