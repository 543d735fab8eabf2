"""The commands that bring the registry in, and make one up."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from routing.domain.progress import Pace
from routing.domain.sample.stock import CLOSED_SHARE
from routing.handlers.import_registry import (
    ImportRefused,
    ImportRegistry,
    ImportReport,
    import_registry,
)
from routing.handlers.write_sample import WriteStock, write_stock
from routing.jobs.index import build_told
from routing.jobs.running import Run, say
from routing.parts import RoutingParts
from routing.ports import StockKind


def add_registry(commands: typer.Typer, run: Run) -> None:
    @commands.command("import-registry")
    def import_command(
        establishments: Annotated[Path, typer.Option(help="StockEtablissement: CSV, zip, Parquet")],
        legal_units: Annotated[Path, typer.Option(help="StockUniteLegale: CSV, zip, Parquet")],
        successions: Annotated[
            Path | None, typer.Option(help="StockEtablissementLiensSuccession: who followed whom")
        ] = None,
        may_shrink: Annotated[bool, typer.Option(help="Accept a much smaller stock")] = False,  # noqa: FBT002 - an option
        report: Annotated[Path | None, typer.Option(help="Where to list rejected lines")] = None,
    ) -> None:
        """Replace the registry by INSEE's stock, then index it. The old one serves meanwhile."""
        command = ImportRegistry(
            establishments,
            legal_units,
            successions=successions,
            may_shrink=may_shrink,
            listing=report,
        )
        run(lambda parts: _import(parts, command))

    commands.command("make-sample")(make_sample)


def make_sample(
    into: Annotated[Path, typer.Option(help="The folder to write the two files in")],
    size: Annotated[int, typer.Option(min=100, help="Establishments, closed or not")] = 50_000,
    seed: Annotated[int, typer.Option()] = 1,
    closed_share: Annotated[
        float, typer.Option(min=0, max=1, help="Of the small firms, those that ended; 0: all open")
    ] = CLOSED_SHARE,
    processes: Annotated[int, typer.Option(min=1)] = 1,
) -> None:
    """Write a synthetic stock in INSEE's layout; the same options give the same files."""
    pace = Pace("establishments", begun=time.monotonic())

    def tell(written: int) -> None:
        if line := pace.tell(written, written / size, at=time.monotonic()):
            say(line)

    command = WriteStock(size, seed, closed_share, into, processes)
    for path in write_stock(command, progress=tell):
        say(f"wrote {path}")


async def _import(parts: RoutingParts, command: ImportRegistry) -> None:
    try:
        done = await import_registry(
            command, parts.open_store, stock=parts.stock, progress=_telling()
        )
    except ImportRefused as error:
        say(f"refused, the running registry is untouched: {error}")
        raise typer.Exit(1) from error
    _tell_import(done)
    await build_told(parts)


def _tell_import(done: ImportReport) -> None:
    if done.resumed:
        say(f"went on after {done.resumed:,} lines of an interrupted import")
    for kind, file in done.files.items():
        say(f"{kind.value}: {file.accepted} accepted, {file.rejected} rejected")
        for fault, count in file.faults.most_common():
            say(f"  {fault.value}: {count}")
        for rejection in file.told[:20]:
            say(f"  line {rejection.line or '?'}: {rejection.fault.value} {rejection.number}")
    say(f"registry {done.version} is in service")


def _telling() -> Callable[[StockKind, int, float], None]:
    """Say on stderr how far each file is, how fast it goes and how long it will take."""
    paces: dict[StockKind, Pace] = {}

    def tell(kind: StockKind, lines: int, share: float) -> None:
        now = time.monotonic()
        pace = paces.setdefault(kind, Pace(kind.value, begun=now))
        if line := pace.tell(lines, share, at=now):
            say(line)

    return tell
