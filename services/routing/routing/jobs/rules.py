"""The command and the loops of the rules: versions that begin, simulations that go on."""

import asyncio
import json
import sys
from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer

from common.agent_tokens import Agent, Role
from routing.domain.simulation import BadPeriod
from routing.handlers.activate_rules import announce_begun
from routing.handlers.read_rules import UnknownRules
from routing.handlers.simulate_rules import (
    SimulateRules,
    advance_simulation,
    read_simulation,
    simulate_rules,
)
from routing.jobs.running import Run, say
from routing.parts import RoutingParts
from routing.store.simulations import Simulation

_RECIPIENTS_TOLD = 1_000
_LOADS = ("before", "after", "gained", "lost")
_PATIENCE = 0.2
# Whoever runs commands here runs the machines; the register says so.
_OPERATOR = Agent(UUID(int=0), Role.SUPERVISOR)


def add_rules(commands: typer.Typer, run: Run) -> None:
    @commands.command("simulate-rules")
    def simulate_command(
        version: Annotated[int, typer.Option(min=1, help="The version of the rules to try")],
        since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day")],
        until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day")],
        base: Annotated[int | None, typer.Option(min=1, help="Default: the one in force")] = None,
    ) -> None:
        """Judge past reports by another version of the rules; the difference as JSON."""
        command = SimulateRules(version, since.date(), until.date(), _OPERATOR, base)
        run(lambda parts: _simulate(parts, command))


async def announce_rules(parts: RoutingParts) -> int:
    """Tell of the rules that came into force since; how many versions that were."""
    async with parts.open_store() as store:
        return await announce_begun(store)


async def advance(parts: RoutingParts, simulation_id: UUID | None = None) -> int:
    """Judge one more batch of a simulation; 0 when none is left."""
    async with parts.open_store() as store:
        return await advance_simulation(store, simulation_id=simulation_id)


async def _simulate(parts: RoutingParts, command: SimulateRules) -> None:
    try:
        async with parts.open_store() as store:
            told = await simulate_rules(command, store, at_once=0)
    except (UnknownRules, BadPeriod) as error:
        say("no such version" if isinstance(error, UnknownRules) else "no such period")
        raise typer.Exit(1) from error
    say(f"{told.total} reports to judge again")
    while told.finished_at is None:
        told = await _further(parts, told)
        say(f"{told.done} of {told.total} done")
    async with parts.open_store() as store:
        found = await store.simulations.recipients(told.id, after=None, limit=_RECIPIENTS_TOLD)
    recipients = [
        {"siret": one.siret, **{name: getattr(one.load, name) for name in _LOADS}} for one in found
    ]
    body = {"simulation": str(told.id), "version": told.version, "base": told.base}
    body |= {"counts": told.counts, "rules": told.rules, "uncovered": told.uncovered}
    sys.stdout.write(json.dumps(body | {"recipients": recipients}, ensure_ascii=False) + "\n")


async def _further(parts: RoutingParts, simulation: Simulation) -> Simulation:
    """Judge one more batch, or wait a moment while a worker does; how far it is then."""
    if not await advance(parts, simulation.id):
        await asyncio.sleep(_PATIENCE)
    async with parts.open_store() as store:
        return await read_simulation(simulation.id, _OPERATOR, store)
