"""Work that intake's worker repeats, and the commands an operator may run."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import typer

from common.service import Loop
from intake.domain.open_data import UnreadableFile, covered, told
from intake.domain.tree_check import UnsoundTree, measured
from intake.handlers.check_attachment import Checker, check_next_attachment
from intake.handlers.purge_expired import purge_expired
from intake.handlers.remove_objects import prove_erasures, remove_objects
from intake.parts import IntakeParts, TreeContent


def loops(parts: IntakeParts) -> tuple[Loop, ...]:
    checker = Checker(
        storage=parts.storage,
        antivirus=parts.antivirus,
        inspector=parts.inspector,
        buckets=parts.buckets,
        chance=parts.ground.chance,
    )
    return (
        Loop(
            "check-attachments",
            timedelta(seconds=1),
            lambda: check_next_attachment(parts.open_store, checker),
        ),
        Loop(
            "remove-objects",
            timedelta(seconds=5),
            lambda: remove_objects(parts.open_store, parts.storage),
        ),
        Loop("prove-erasures", timedelta(seconds=2), lambda: prove_erasures(parts.open_store)),
        Loop(
            "purge-expired",
            timedelta(minutes=10),
            lambda: purge_expired(parts.open_store, parts.buckets),
        ),
    )


def jobs(_: Callable[[], IntakeParts], *, content: TreeContent) -> typer.Typer:
    """What an editor of the tree runs: needs neither settings nor database."""
    commands = typer.Typer(help="Intake’s commands.", no_args_is_help=True)

    @commands.command()
    def tree_coverage(file: Path, gaps: int = 15) -> None:
        """How many reports of a public SignalConso file (CSV or Parquet) have a leaf of ours."""
        tree = list(content.read_history().trees())[-1]
        path_map = content.read_path_map()
        if faults := list(path_map.faults(tree)):
            typer.echo("\n".join(faults), err=True)
            raise typer.Exit(1)
        try:
            counts = content.count_paths(file)
        except UnreadableFile as unreadable:
            typer.echo(str(unreadable), err=True)
            raise typer.Exit(1) from unreadable
        for line in told(covered(counts, path_map, tree), most=gaps):
            typer.echo(line)

    @commands.command()
    def tree_check() -> None:
        """Read the category tree; say how large each version is, or every fault."""
        try:
            history = content.read_history()
        except UnsoundTree as unsound:
            typer.echo("\n".join(unsound.faults), err=True)
            raise typer.Exit(1) from unsound
        for version, tree in zip(history.versions, history.trees(), strict=True):
            typer.echo(f"version {version.number}, from {version.starts_on}: {measured(tree)}")

    return commands
