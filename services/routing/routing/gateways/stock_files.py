"""INSEE's stock files: CSV, CSV in a zip archive, or Parquet."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from routing.gateways.stock_layout import TABLE_COLUMNS
from routing.ports import StockKind, StockPart


class StockFiles:
    def columns(self, kind: StockKind) -> Sequence[str]:
        return TABLE_COLUMNS[kind]

    def parts(self, path: Path, kind: StockKind) -> Iterator[StockPart]:
        # Arrow weighs 50 MB: only the process that imports carries it, never API or worker.
        from routing.gateways import stock_arrow  # noqa: PLC0415

        return stock_arrow.parts(path, kind)
