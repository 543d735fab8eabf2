"""The commands that bring in what leads to recipients without their number."""

import csv
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path

import typer

from routing.handlers.import_tables import (
    Line,
    TableRefused,
    TableReport,
    import_communes,
    import_leads,
    import_local_rules,
)
from routing.jobs.running import Run, say
from routing.parts import RoutingParts
from routing.store import Store

Table = Callable[[Iterable[Line], Store], Awaitable[TableReport]]


def add_tables(commands: typer.Typer, run: Run) -> None:
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
        say(f"refused, nothing was changed: {error}")
        raise typer.Exit(1) from error
    for number, why in done.told:
        say(f"  line {number}: {why}")
    say(f"{done.kept} lines kept, {done.rejected} rejected")
