"""The command that brings the registry up to date."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from common.clock import PARIS
from routing.handlers.update_registry import (
    UpdateRefused,
    UpdateReport,
    update_from_files,
    update_from_sirene,
)
from routing.jobs.running import Run, say
from routing.parts import RoutingParts
from routing.ports import UpdatesUnavailable


def add_updates(commands: typer.Typer, run: Run) -> None:
    @commands.command("update-registry")
    def update_command(
        files: Annotated[
            list[Path] | None, typer.Option("--files", help="Documents of the Sirene API")
        ] = None,
        since: Annotated[
            datetime | None, typer.Option(help="Paris time; else the registry's last treatment")
        ] = None,
    ) -> None:
        """Apply INSEE's daily updates: from files, else asked of INSEE (SIRENE__API_KEY)."""
        instant = since.replace(tzinfo=PARIS) if since else None
        run(lambda parts: _update(parts, files or [], instant))


async def _update(parts: RoutingParts, files: list[Path], since: datetime | None) -> None:
    try:
        done = await _applied(parts, files, since)
    except UpdateRefused as error:
        say(f"refused: {error}")
        raise typer.Exit(1) from error
    except UpdatesUnavailable as error:
        say(f"stopped, start it again later: {error}")
        raise typer.Exit(1) from error
    for kind, applied in done.applied.items():
        say(f"{kind.value}: {applied.added} added, {applied.changed} changed")
    for rejection in done.told[:20]:
        say(f"  {rejection.fault.value} {rejection.number}")
    say(f"{done.rejected} rejected")
    say(f"registry {done.version} is in service" if done.version else "nothing has changed")


async def _applied(parts: RoutingParts, files: list[Path], since: datetime | None) -> UpdateReport:
    if files:
        return await update_from_files(
            files, parts.open_store, files=parts.documents, stock=parts.stock, progress=_tell
        )
    if parts.sirene is None:
        raise typer.BadParameter("give --files, or set SIRENE__API_KEY to ask INSEE")
    return await update_from_sirene(
        since, parts.open_store, sirene=parts.sirene, stock=parts.stock, progress=_tell
    )


def _tell(report: UpdateReport) -> None:
    told = ", ".join(
        f"{kind.value} {applied.added + applied.changed}"
        for kind, applied in report.applied.items()
    )
    say(f"page {report.pages}: {told or 'nothing new'}")
