"""Work that intake's worker repeats, and the commands an operator may run."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from common.service import Loop
from intake.domain.open_data import UnreadableFile, covered, told
from intake.domain.tree_check import UnsoundTree, measured
from intake.handlers.check_attachment import Checker, check_next_attachment
from intake.handlers.keep_open311_keys import MadeKey, end_open311_key, make_open311_key
from intake.handlers.purge_expired import purge_expired
from intake.handlers.remove_objects import prove_erasures, remove_objects
from intake.parts import IntakeParts, TreeContent

LONGEST_KEY_NAME = 80


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


def jobs(build: Callable[[], IntakeParts], *, content: TreeContent) -> typer.Typer:
    """The commands of the tree's editors need neither settings nor database; the others do."""
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

    _add_key_commands(commands, build)
    return commands


def _add_key_commands(commands: typer.Typer, build: Callable[[], IntakeParts]) -> None:
    @commands.command("make-open311-key")
    def make_key(name: Annotated[str, typer.Option()]) -> None:
        """Let a program file Open311 requests; its key is told here once, as JSON."""
        if not 0 < len(name.strip()) <= LONGEST_KEY_NAME or not name.isprintable():
            typer.echo(f"a name has 1 to {LONGEST_KEY_NAME} printable characters", err=True)
            raise typer.Exit(1)
        made = asyncio.run(_make_key(build(), name.strip()))
        typer.echo(json.dumps({"id": str(made.id), "api_key": made.key}))

    @commands.command("end-open311-key")
    def end_key(key_id: UUID) -> None:
        """Refuse a key from now on; what it filed stays."""
        if not asyncio.run(_end_key(build(), key_id)):
            typer.echo("no key in use has this id", err=True)
            raise typer.Exit(1)


async def _make_key(parts: IntakeParts, name: str) -> MadeKey:
    try:
        async with parts.open_store() as store:
            return await make_open311_key(name, store, chance=parts.ground.chance)
    finally:
        await parts.close()


async def _end_key(parts: IntakeParts, key_id: UUID) -> bool:
    try:
        async with parts.open_store() as store:
            return await end_open311_key(key_id, store)
    finally:
        await parts.close()
