"""The long storm: `python -m tests.chaos --kills 300 --per-second 30`; exit status 0 when clean."""

import asyncio
import sys
from typing import Annotated

import typer

from tests.chaos.storm import Plan, run


def main(
    kills: Annotated[int, typer.Option(help="How many processes are killed.")] = 300,
    per_second: Annotated[float, typer.Option(help="Reports a second.")] = 30.0,
    seed: Annotated[int, typer.Option(help="The same seed kills in the same order.")] = 1,
    servers: Annotated[
        float, typer.Option(help="How often the broker or PostgreSQL is the victim, from 0 to 1.")
    ] = 0.08,
    calm: Annotated[
        float, typer.Option(help="Seconds that everything may take to arrive afterwards.")
    ] = 900.0,
) -> None:
    """Kill at random under load, then compare the client's ledger with the five services."""
    plan = Plan(kills=kills, per_second=per_second, seed=seed, servers=servers, calm=calm)
    record = asyncio.run(run(plan, lambda line: print(line, file=sys.stderr, flush=True)))
    print("\n".join(record.lines()))
    if record.verdict is None or not record.verdict.is_clean or record.total("lost"):
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
