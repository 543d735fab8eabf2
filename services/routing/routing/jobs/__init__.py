"""Routing's commands and the work its worker repeats."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import typer

from common.service import Loop
from routing.handlers.announce_changes import announce_changes
from routing.handlers.measure_triage import measure_triage
from routing.handlers.reroute_waiting import reroute_waiting
from routing.jobs.index import add_index, refresh_index
from routing.jobs.registry import add_registry
from routing.jobs.rules import add_rules, advance, announce_rules
from routing.jobs.running import Deed
from routing.jobs.search import add_search
from routing.jobs.tables import add_tables
from routing.jobs.updates import add_updates
from routing.parts import RoutingParts

__all__ = ["jobs", "loops", "refresh_index"]

INDEX_CHECK = timedelta(seconds=15)
REGISTRY_CHECK = timedelta(seconds=15)
REROUTING_CHECK = timedelta(seconds=2)
# Rules are judged by the clock at once; this is only how late the others hear of it.
RULES_CHECK = timedelta(seconds=5)
SIMULATION_CHECK = timedelta(seconds=2)
MEASURE_CHECK = timedelta(seconds=15)


def loops(parts: RoutingParts) -> tuple[Loop, ...]:
    return (
        Loop("refresh-index", INDEX_CHECK, lambda: refresh_index(parts)),
        Loop("announce-establishments", REGISTRY_CHECK, lambda: announce_establishments(parts)),
        Loop("reroute-waiting", REROUTING_CHECK, lambda: reroute(parts)),
        Loop("announce-rules", RULES_CHECK, lambda: announce_rules(parts)),
        Loop("measure-triage", MEASURE_CHECK, lambda: measure(parts)),
        Loop("simulate-rules", SIMULATION_CHECK, lambda: advance(parts)),
    )


async def announce_establishments(parts: RoutingParts) -> int:
    """Tell what a new registry says of some former recipients; 0 when all were compared."""
    async with parts.open_store() as store:
        return await announce_changes(store)


async def reroute(parts: RoutingParts) -> int:
    """Look again at some reports that waited for what was learnt; 0 when none is left."""
    async with parts.open_store() as store:
        return await reroute_waiting(store, search=parts.search)


async def measure(parts: RoutingParts) -> int:
    """Bring the gauges of the triage queue up to date; nothing is ever left to do at once."""
    async with parts.open_store() as store:
        await measure_triage(store)
    return 0


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

    add_registry(commands, run)
    add_updates(commands, run)
    add_index(commands, run)
    add_search(commands, run)
    add_tables(commands, run)
    add_rules(commands, run)
    return commands
