"""INSEE's stock files: CSV, CSV in a zip archive, or Parquet."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from routing.gateways.stock_layout import TABLE_COLUMNS
from routing.ports import StockKind, StockPart, StockUnreadable, Update

# The end of an archive lists its members with their checksums, that of a Parquet file its blocks.
_SAMPLE_BYTES = 1024 * 1024
# The parts that are made of a file; Arrow reads some thirty of them ahead.
_BLOCK_BYTES = 2 * 1024 * 1024
# To be raised when lines are judged or shaped otherwise than by the last release.
_WAY_OF_READING = 1


class StockFiles:
    def __init__(self, *, block_bytes: int = _BLOCK_BYTES) -> None:
        self._block_bytes = block_bytes

    def columns(self, kind: StockKind) -> Sequence[str]:
        return TABLE_COLUMNS[kind]

    def fingerprint(self, path: Path, kind: StockKind) -> str:
        """The size, the time, both ends of the file, and how it is read."""
        digest = hashlib.sha256()
        digest.update(f"{_WAY_OF_READING} {self._block_bytes} {TABLE_COLUMNS[kind]}".encode())
        try:
            with path.open("rb") as file:
                status = os.fstat(file.fileno())
                digest.update(f"{status.st_size} {status.st_mtime_ns}".encode())
                digest.update(file.read(_SAMPLE_BYTES))
                file.seek(max(0, status.st_size - _SAMPLE_BYTES))
                digest.update(file.read(_SAMPLE_BYTES))
        except OSError as error:
            raise StockUnreadable(f"{path.name}: {error.strerror or error}") from error
        return digest.hexdigest()

    def parts(self, path: Path, kind: StockKind, *, skip: int = 0) -> Iterator[StockPart]:
        # Arrow weighs 50 MB: only the process that imports carries it, never API or worker.
        from routing.gateways import stock_arrow  # noqa: PLC0415

        return stock_arrow.parts(path, kind, block_bytes=self._block_bytes, skip=skip)


class DocumentFiles:
    """Documents of the Sirene API: one in a file, or one on each line."""

    def read(self, path: Path) -> Iterator[Update]:
        from routing.gateways import sirene_json  # noqa: PLC0415 - Arrow, as above

        for document in sirene_json.documents_in(path):
            yield sirene_json.parts_of(document)
