"""Stock files read by Arrow: columns checked, lines judged, rows shaped, a block at a time."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
from pyarrow import csv, parquet

from routing.gateways.stock_judgement import faults
from routing.gateways.stock_layout import NOT_DISCLOSED, REQUIRED
from routing.gateways.stock_rows import shape
from routing.ports import Fault, Rejection, StockKind, StockPart, StockUnreadable

BLOCK_BYTES = 8 * 1024 * 1024
PARQUET_ROWS = 32_768
# A report of more rejected lines than this helps nobody; the counts stay exact.
MAX_TOLD = 1_000
_PARQUET_MARK = b"PAR1"
_ZIP_MARK = b"PK\x03\x04"


def parts(path: Path, kind: StockKind) -> Iterator[StockPart]:
    """The file in blocks, whatever it is packed in. Raises `StockUnreadable`."""
    try:
        with path.open("rb") as file:
            mark = file.read(4)
            file.seek(0)
            if mark == _PARQUET_MARK:
                yield from _judged(_parquet_batches(path, kind), kind, _Lines(is_counted=False))
            elif mark == _ZIP_MARK:
                yield from _zipped(file, kind)
            else:
                yield from _csv_parts(file, kind)
    except OSError as error:
        raise StockUnreadable(f"{path.name}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise StockUnreadable(f"{path.name}: the text is not UTF-8") from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise StockUnreadable(f"{path.name}: the archive is damaged or cut short") from error


def _readable(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same batches; what Arrow says of a bad file becomes our refusal."""
    try:
        yield from batches
    except pa.ArrowInvalid as error:
        said = str(error)
        what = "the text is not UTF-8" if "UTF8" in said else said.splitlines()[0]
        raise StockUnreadable(what) from error


def _zipped(file: IO[bytes], kind: StockKind) -> Iterator[StockPart]:
    with ExitStack() as stack:
        archive = stack.enter_context(zipfile.ZipFile(file))
        members = [name for name in archive.namelist() if name.lower().endswith(".csv")]
        if len(members) != 1:
            raise StockUnreadable(f"the archive holds {len(members)} CSV files, not one")
        yield from _csv_parts(stack.enter_context(archive.open(members[0])), kind)


@dataclass(slots=True)
class _Lines:
    """Where we are in the file: rows read, and the lines that had not the right columns."""

    is_counted: bool = True
    rows: int = 0
    misshapen: list[int] = field(default_factory=list)

    def number(self, row: int) -> int | None:
        """The line of the n-th readable row; the header is line 1."""
        if not self.is_counted:
            return None
        line = row + 2
        for misshapen in self.misshapen:
            line += misshapen <= line
        return line


class _Watched(io.RawIOBase):
    """A file that is refused as soon as it shows a NUL, and that remembers how it ended."""

    def __init__(self, file: IO[bytes], beginning: bytes) -> None:
        self._file = file
        self._ahead = beginning
        self.ends_with_newline = True

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        block = self._ahead + self._file.read(max(size - len(self._ahead), 0) if size > 0 else -1)
        self._ahead = b""
        if b"\0" in block:
            raise StockUnreadable("the file holds NUL bytes: it is no text")
        if block:
            self.ends_with_newline = block.endswith(b"\n")
        return block


def _csv_parts(file: IO[bytes], kind: StockKind) -> Iterator[StockPart]:
    header = file.readline()
    names = header.decode("utf-8-sig").rstrip("\r\n").split(",")
    _require([name.strip('"') for name in names], kind)
    lines = _Lines()
    watched = _Watched(file, header)
    yield from _judged(_csv_batches(watched, kind, lines), kind, lines)
    last_line = lines.rows + len(lines.misshapen) + 1
    if not watched.ends_with_newline and last_line in lines.misshapen:
        raise StockUnreadable(f"the file is cut short in line {last_line}")


def _require(names: list[str], kind: StockKind) -> None:
    missing = [name for name in REQUIRED[kind] if name not in names]
    if missing:
        shown = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
        raise StockUnreadable(f"not a stock of {kind.value}: missing columns {shown}")


def _csv_batches(file: _Watched, kind: StockKind, lines: _Lines) -> Iterator[pa.RecordBatch]:
    def on_misshapen(row: Any) -> str:
        lines.misshapen.append(row.number)
        return "skip"

    def opened() -> Iterator[pa.RecordBatch]:
        yield from csv.open_csv(
            file,
            read_options=csv.ReadOptions(block_size=BLOCK_BYTES, use_threads=False),
            parse_options=csv.ParseOptions(invalid_row_handler=on_misshapen),
            convert_options=csv.ConvertOptions(
                include_columns=list(REQUIRED[kind]),
                column_types=dict.fromkeys(REQUIRED[kind], pa.string()),
                null_values=["", NOT_DISCLOSED],
                strings_can_be_null=True,
            ),
        )

    return _readable(opened())


def _parquet_batches(path: Path, kind: StockKind) -> Iterator[pa.RecordBatch]:
    def opened() -> Iterator[pa.RecordBatch]:
        file = parquet.ParquetFile(path)
        _require(file.schema_arrow.names, kind)
        as_text = pa.schema([(name, pa.string()) for name in REQUIRED[kind]])
        for batch in file.iter_batches(batch_size=PARQUET_ROWS, columns=list(REQUIRED[kind])):
            yield batch.select(REQUIRED[kind]).cast(as_text)

    return _readable(opened())


def _judged(
    batches: Iterator[pa.RecordBatch], kind: StockKind, lines: _Lines
) -> Iterator[StockPart]:
    told = misshapen = 0
    for batch in batches:
        columns = dict(zip(batch.schema.names, batch.columns, strict=True))
        faulty = faults(columns, kind)
        rejections = [
            Rejection(lines.number(lines.rows + row), number, Fault(fault))
            for row, number, fault in faulty.first(MAX_TOLD - told)
        ]
        fresh = lines.misshapen[misshapen:]
        rejections += [Rejection(line, "", Fault.COLUMNS) for line in fresh[: MAX_TOLD - told]]
        told += len(rejections)
        misshapen += len(fresh)
        lines.rows += batch.num_rows
        kept = batch.filter(faulty.is_fine)
        yield StockPart(
            rows=_as_csv(shape(kept, kind)),
            accepted=kept.num_rows,
            rejections=tuple(rejections),
            rejected=batch.num_rows - kept.num_rows + len(fresh),
        )


def _as_csv(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    csv.write_csv(table, sink, csv.WriteOptions(include_header=False, quoting_style="needed"))
    return sink.getvalue()
