"""Stock files read by Arrow: columns checked, lines judged, rows shaped, a block at a time."""

import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from routing.gateways.stock_judgement import faults
from routing.gateways.stock_layout import NOT_DISCLOSED, REQUIRED, TREATED, read_columns
from routing.gateways.stock_reading import Reading
from routing.gateways.stock_rows import as_csv, latest, shape
from routing.ports import StockKind, StockPart, StockUnreadable

PARQUET_ROWS = 32_768
_PARQUET_MARK = b"PAR1"
_ZIP_MARK = b"PK\x03\x04"


def parts(path: Path, kind: StockKind, *, block_bytes: int, skip: int) -> Iterator[StockPart]:
    """The file in blocks, whatever it is packed in. Raises `StockUnreadable`."""
    reading = Reading(kind, skip, block_bytes)
    try:
        with path.open("rb") as file:
            mark = file.read(4)
            file.seek(0)
            if mark == _PARQUET_MARK:
                yield from _judged(_parquet_batches(path, reading), reading)
            elif mark == _ZIP_MARK:
                yield from _zipped(file, reading)
            else:
                reading.share = _share_of(file)
                yield from _csv_parts(file, reading)
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


def _share_of(file: IO[bytes]) -> Callable[[], float]:
    size = os.fstat(file.fileno()).st_size
    return lambda: min(1.0, file.tell() / size) if size else 1.0


def _zipped(file: IO[bytes], reading: Reading) -> Iterator[StockPart]:
    with ExitStack() as stack:
        archive = stack.enter_context(zipfile.ZipFile(file))
        members = [name for name in archive.namelist() if name.lower().endswith(".csv")]
        if len(members) != 1:
            raise StockUnreadable(f"the archive holds {len(members)} CSV files, not one")
        reading.share = _share_of(file)
        yield from _csv_parts(stack.enter_context(archive.open(members[0])), reading)


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


def _csv_parts(file: IO[bytes], reading: Reading) -> Iterator[StockPart]:
    header = file.readline()
    names = header.decode("utf-8-sig").rstrip("\r\n").split(",")
    _require([name.strip('"') for name in names], reading.kind)
    watched = _Watched(file, header)
    yield from _judged(_csv_batches(watched, reading), reading)
    last_line = reading.rows + len(reading.misshapen) + 1
    if not watched.ends_with_newline and last_line in reading.misshapen:
        raise StockUnreadable(f"the file is cut short in line {last_line}")


def _require(names: list[str], kind: StockKind) -> None:
    missing = [name for name in REQUIRED[kind] if name not in names]
    if missing:
        shown = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
        raise StockUnreadable(f"not a stock of {kind.value}: missing columns {shown}")


def _csv_batches(file: _Watched, reading: Reading) -> Iterator[pa.RecordBatch]:
    names = read_columns(reading.kind)

    def on_misshapen(row: Any) -> str:
        reading.misshapen.append(row.number)
        return "skip"

    def opened() -> Iterator[pa.RecordBatch]:
        yield from csv.open_csv(
            file,
            read_options=csv.ReadOptions(block_size=reading.block_bytes, use_threads=False),
            parse_options=csv.ParseOptions(invalid_row_handler=on_misshapen),
            convert_options=csv.ConvertOptions(
                include_columns=list(names),
                include_missing_columns=True,
                column_types=dict.fromkeys(names, pa.string()),
                null_values=["", NOT_DISCLOSED],
                strings_can_be_null=True,
            ),
        )

    return _readable(opened())


def _parquet_batches(path: Path, reading: Reading) -> Iterator[pa.RecordBatch]:
    reading.is_counted = False

    def opened() -> Iterator[pa.RecordBatch]:
        file = parquet.ParquetFile(path)
        names, total = file.schema_arrow.names, file.metadata.num_rows
        _require(names, reading.kind)
        reading.share = lambda: reading.rows / total if total else 1.0
        there = [name for name in read_columns(reading.kind) if name in names]
        for batch in file.iter_batches(batch_size=PARQUET_ROWS, columns=there):
            yield _as_text(batch, reading.kind)

    return _readable(opened())


def _as_text(batch: pa.RecordBatch, kind: StockKind) -> pa.RecordBatch:
    """The columns that are read, as the CSV gives them: texts, null where nothing is told."""
    names = read_columns(kind)
    nothing = pa.nulls(batch.num_rows, pa.string())
    columns = [
        _texts(batch.column(name)) if name in batch.schema.names else nothing for name in names
    ]
    hidden = pa.array(["", NOT_DISCLOSED])
    told = [pc.if_else(pc.is_in(column, hidden), nothing, column) for column in columns]
    return pa.RecordBatch.from_arrays(told, names=list(names))


def _texts(column: Any) -> Any:
    if pa.types.is_timestamp(column.type):
        seconds = column.cast(pa.timestamp("s"), safe=False)
        return pc.strftime(seconds, format="%Y-%m-%dT%H:%M:%S")
    return column.cast(pa.string())


def _judged(batches: Iterator[pa.RecordBatch], reading: Reading) -> Iterator[StockPart]:
    kind = reading.kind
    treated = TREATED[kind]
    for number, batch in enumerate(batches):
        if number < reading.skip:
            reading.rows += batch.num_rows
            reading.line(reading.rows - 1)
            continue
        faulty = faults(dict(zip(batch.schema.names, batch.columns, strict=True)), kind)
        rejections = tuple(reading.rejections(faulty, batch.num_rows))
        kept = batch if faulty.is_none else batch.filter(faulty.is_fine)
        table = shape(kept, kind)
        yield StockPart(
            rows=as_csv(table),
            accepted=kept.num_rows,
            rejections=rejections,
            through=latest(table["treated_at"]) if treated else None,
            share=reading.share(),
        )
    if left := reading.after_the_last():
        yield StockPart(b"", 0, left, None, 1.0)
