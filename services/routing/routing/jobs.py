"""Routing's commands and the work its worker repeats."""

import asyncio
import csv
import json
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from common.service import Loop
from routing.domain.choice import Candidate
from routing.domain.inquiry import Area, NotADepartment, NotANumber, parse_department
from routing.domain.progress import Pace
from routing.domain.sample.stock import make_stock
from routing.handlers.activate_rules import announce_begun
from routing.handlers.build_index import NoRegistry, build_index, is_index_behind, sweep_indexes
from routing.handlers.disclose import disclose
from routing.handlers.find_establishments import look_up
from routing.handlers.import_registry import (
    ImportRefused,
    ImportRegistry,
    ImportReport,
    import_registry,
)
from routing.handlers.import_tables import (
    Line,
    TableRefused,
    TableReport,
    import_communes,
    import_leads,
    import_local_rules,
)
from routing.handlers.reroute_waiting import reroute_waiting
from routing.handlers.write_sample import write_sample
from routing.parts import RoutingParts
from routing.ports import SearchUnavailable, StockKind
from routing.store import Store

INDEX_CHECK = timedelta(seconds=15)
REROUTING_CHECK = timedelta(seconds=2)
# Rules are judged by the clock at once; this is only how late the others hear of it.
RULES_CHECK = timedelta(seconds=5)
_PROGRESS_LINES = 50_000


def loops(parts: RoutingParts) -> tuple[Loop, ...]:
    return (
        Loop("refresh-index", INDEX_CHECK, lambda: refresh_index(parts)),
        Loop("reroute-waiting", REROUTING_CHECK, lambda: reroute(parts)),
        Loop("announce-rules", RULES_CHECK, lambda: announce_rules(parts)),
    )


async def reroute(parts: RoutingParts) -> int:
    """Look again at some reports that waited for what was learnt; 0 when none is left."""
    async with parts.open_store() as store:
        return await reroute_waiting(store, search=parts.search)


async def announce_rules(parts: RoutingParts) -> int:
    """Tell of the rules that came into force since; how many versions that were."""
    async with parts.open_store() as store:
        return await announce_begun(store)


async def refresh_index(parts: RoutingParts) -> int:
    """Build a new index when the registry was replaced since; 1 when one was built."""
    async with parts.open_store() as store:
        if not await is_index_behind(store):
            return 0
    await _build(parts, lambda _: None)
    return 1


async def _build(parts: RoutingParts, progress: Callable[[int], None]) -> int:
    async with parts.open_store() as store:
        built = await build_index(store, search=parts.search, progress=progress)
    async with parts.open_store() as store:
        await sweep_indexes(store, search=parts.search)
    return built.documents


Deed = Callable[[RoutingParts], Coroutine[Any, Any, None]]
Table = Callable[[Iterable[Line], Store], Awaitable[TableReport]]


def jobs(build: Callable[[], RoutingParts]) -> typer.Typer:
    commands = typer.Typer(no_args_is_help=True, add_completion=False)

    def run(deed: Deed) -> None:
        async def whole() -> None:
            parts = build()
            try:
                await deed(parts)
            finally:
                await parts.close()

        asyncio.run(whole())

    _add_import(commands, run)
    _add_search(commands, run)
    _add_tables(commands, run)
    commands.command("make-sample")(make_sample)
    return commands


def _add_import(commands: typer.Typer, run: Callable[[Deed], None]) -> None:
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

    @commands.command("build-index")
    def build_command() -> None:
        """Build the search index of the running registry."""
        run(_build_told)


def _add_search(commands: typer.Typer, run: Callable[[Deed], None]) -> None:
    @commands.command("search")
    def search_command(
        query: str,
        postal_code: Annotated[str | None, typer.Option()] = None,
        department: Annotated[str | None, typer.Option()] = None,
        commune: Annotated[str | None, typer.Option()] = None,
        limit: Annotated[int, typer.Option(min=1, max=50)] = 10,
        as_json: Annotated[bool, typer.Option("--json")] = False,  # noqa: FBT002 - an option
    ) -> None:
        """Search the registry as the API does."""
        try:
            number = parse_department(department) if department else None
        except NotADepartment:
            raise typer.BadParameter(f"no such département: {department}") from None
        area = Area(postal_code, number, commune)
        run(lambda parts: _search(parts, query, area, limit=limit, as_json=as_json))


def _add_tables(commands: typer.Typer, run: Callable[[Deed], None]) -> None:
    """What leads to recipients without their number comes as CSV with a header, in UTF-8."""

    @commands.command("import-leads")
    def leads_command(file: Path) -> None:
        """Websites, sellers, phones, accounts, products: kind, key, siret|siren|country, label."""
        run(lambda parts: _table(parts, file, partial(import_leads, source=file.name)))

    @commands.command("import-communes")
    def communes_command(file: Path) -> None:
        """Replace the communes: code, name, postal_code, latitude, longitude."""
        run(lambda parts: _table(parts, file, import_communes))

    @commands.command("import-local-rules")
    def rules_command(file: Path) -> None:
        """Who answers for a category in an area: category, area, recipient, label."""
        run(lambda parts: _table(parts, file, partial(import_local_rules, source=file.name)))


async def _table(parts: RoutingParts, file: Path, bring_in: Table) -> None:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            async with parts.open_store() as store:
                done = await bring_in(csv.DictReader(lines), store)
    except (OSError, UnicodeDecodeError, csv.Error, TableRefused) as error:
        _say(f"refused, nothing was changed: {error}")
        raise typer.Exit(1) from error
    for number, why in done.told:
        _say(f"  line {number}: {why}")
    _say(f"{done.kept} lines kept, {done.rejected} rejected")


def make_sample(
    into: Annotated[Path, typer.Option(help="The folder to write the two files in")],
    size: Annotated[int, typer.Option(min=100)] = 50_000,
    seed: Annotated[int, typer.Option()] = 1,
) -> None:
    """Write a synthetic stock in INSEE's layout; the same seed gives the same files."""
    for path in write_sample(make_stock(size, seed=seed), into):
        _say(f"wrote {path}")


async def _import(parts: RoutingParts, command: ImportRegistry) -> None:
    try:
        done = await import_registry(
            command, parts.open_store, stock=parts.stock, progress=_telling()
        )
    except ImportRefused as error:
        _say(f"refused, the running registry is untouched: {error}")
        raise typer.Exit(1) from error
    _tell_import(done)
    await _build_told(parts)


def _tell_import(done: ImportReport) -> None:
    if done.resumed:
        _say(f"went on after {done.resumed:,} lines of an interrupted import")
    for kind, file in done.files.items():
        _say(f"{kind.value}: {file.accepted} accepted, {file.rejected} rejected")
        for fault, count in file.faults.most_common():
            _say(f"  {fault.value}: {count}")
        for rejection in file.told[:20]:
            _say(f"  line {rejection.line or '?'}: {rejection.fault.value} {rejection.number}")
    _say(f"registry {done.version} is in service")


async def _build_told(parts: RoutingParts) -> None:
    try:
        documents = await _build(parts, _indexed())
    except NoRegistry as error:
        _say("no registry has been imported yet")
        raise typer.Exit(1) from error
    _say(f"{documents} establishments indexed and verified")


async def _search(
    parts: RoutingParts, query: str, area: Area, *, limit: int, as_json: bool
) -> None:
    try:
        async with parts.open_store() as store:
            found = await look_up(
                query, area, store, search=parts.search, only_open=False, limit=limit
            )
    except (SearchUnavailable, NotANumber) as error:
        _say("the number typed has a wrong key" if isinstance(error, NotANumber) else "no index")
        raise typer.Exit(1) from error
    items = [_item(candidate) for candidate in found]
    if as_json:
        sys.stdout.write(json.dumps({"items": items}, ensure_ascii=False) + "\n")
        return
    for item in items:
        shown = item["trade_name"] or item["name"]
        sys.stdout.write(f"{item['score']:.2f}  {item['siret']}  {shown}\n")


def _item(candidate: Candidate) -> dict[str, Any]:
    """The item of the public API."""
    return disclose(candidate.establishment).model_dump(mode="json") | {"score": candidate.score}


def _telling() -> Callable[[StockKind, int, float], None]:
    """Say on stderr how far each file is, how fast it goes and how long it will take."""
    paces: dict[StockKind, Pace] = {}

    def tell(kind: StockKind, lines: int, share: float) -> None:
        now = time.monotonic()
        pace = paces.setdefault(kind, Pace(kind.value, begun=now))
        if line := pace.tell(lines, share, at=now):
            _say(line)

    return tell


def _indexed() -> Callable[[int], None]:
    """Say how far the index is, not at every step."""
    said = 0

    def tell(done: int) -> None:
        nonlocal said
        if done - said >= _PROGRESS_LINES:
            said = done
            _say(f"establishments: {done} indexed")

    return tell


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
