"""Work that intake's worker repeats, and the commands an operator may run."""

from collections.abc import Callable
from datetime import timedelta

import typer

from common.service import Loop
from intake.handlers.check_attachment import Checker, check_next_attachment
from intake.handlers.purge_expired import purge_expired
from intake.handlers.remove_objects import prove_erasures, remove_objects
from intake.parts import IntakeParts


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


def jobs(build: Callable[[], IntakeParts]) -> typer.Typer:
    commands = typer.Typer(help="Intake’s commands.", no_args_is_help=True)

    @commands.command()
    def check_tree() -> None:
        """Read the category tree and say how large it is."""
        trails = list(build().tree.trails())
        leaves = [trail for trail in trails if trail.end.is_leaf]
        walls = [trail for trail in leaves if trail.end.wall is not None]
        typer.echo(f"{len(trails)} nodes, {len(leaves)} leaves of which {len(walls)} inform only")

    @commands.callback()
    def group() -> None:
        """Keep the command’s name even when it is the only one."""

    return commands
