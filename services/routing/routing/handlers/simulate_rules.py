"""The laboratory: past reports judged again by other rules, batch by batch, counted exactly."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from common.agent_tokens import Agent, Role
from common.clock import PARIS
from common.values import Siret
from routing.domain.simulation import check_period, compare, named_recipients
from routing.handlers.choose_established import choose_established
from routing.handlers.read_rules import version_of
from routing.store import Store
from routing.store.simulations import Simulation

BATCH = 2_000
# So many reports are judged while the one who asks waits; more are left to the worker.
AT_ONCE = 10_000


class UnknownSimulation(Exception):
    """No such simulation, or somebody else's."""


@dataclass(frozen=True, slots=True)
class SimulateRules:
    """`base`: what to compare with; None: the version in force. Both days are within.

    An agent simulates over the reports of their territory, a supervisor over all.
    """

    version: int
    begins_on: date
    ends_on: date
    agent: Agent
    base: int | None = None


async def simulate_rules(
    command: SimulateRules, store: Store, *, at_once: int = AT_ONCE
) -> Simulation:
    """Ask for a simulation; one of no more than `at_once` reports is finished at once.

    Raises `UnknownRules`, `BadPeriod`.
    """
    check_period(command.begins_on, command.ends_on)
    new = await version_of(command.version, store)
    now = store.clock.now()
    old = await (version_of(command.base, store) if command.base else store.rules.in_force(now))
    begins = _midnight(command.begins_on)
    ends = _midnight(command.ends_on + timedelta(days=1))
    is_agent = command.agent.role is Role.AGENT
    departments = tuple(sorted(command.agent.departments)) if is_agent else None
    simulation = Simulation(
        id=store.new_id(),
        version=new.version,
        base=old.version,
        begins=begins,
        ends=ends,
        departments=departments,
        requested_by=f"agent/{command.agent.id}",
        requested_at=now,
        total=await store.facts.count(begins, ends, departments=departments),
    )
    await store.simulations.add(simulation)
    if simulation.total <= at_once:
        while await advance_simulation(store, simulation_id=simulation.id):
            pass
    return await _known(simulation.id, store)


async def advance_simulation(store: Store, *, simulation_id: UUID | None = None) -> int:
    """Judge one more batch of the oldest simulation, or of that one; 0 when none is left.

    Each batch commits with how far it came: killed in between, the next one goes on from there.
    """
    simulation = await store.simulations.next_unfinished(simulation_id)
    if simulation is None:
        return 0
    old = (await version_of(simulation.base, store)).rules
    new = (await version_of(simulation.version, store)).rules
    cases = await store.facts.of_period(
        simulation.begins,
        simulation.ends,
        departments=simulation.departments,
        after=simulation.after,
        limit=BATCH,
    )
    stand_ins = {
        siret: await _stand_in(siret, store) for siret in sorted(named_recipients(old, new))
    }
    tally = compare(old, new, cases, stand_ins=stand_ins)
    is_last = len(cases) < BATCH
    after = None if is_last else (cases[-1].submitted_at, cases[-1].report_id)
    await store.simulations.advance(simulation, tally, after=after)
    return max(1, len(cases))


async def read_simulation(simulation_id: UUID, agent: Agent, store: Store) -> Simulation:
    """Raises `UnknownSimulation` for somebody else's too; supervisors see them all."""
    found = await _known(simulation_id, store)
    if agent.role is not Role.SUPERVISOR and found.requested_by != f"agent/{agent.id}":
        raise UnknownSimulation
    return found


async def _known(simulation_id: UUID, store: Store) -> Simulation:
    found = await store.simulations.get(simulation_id)
    if found is None:
        raise UnknownSimulation
    return found


async def _stand_in(siret: Siret, store: Store) -> Siret | None:
    """Who gets today what a rule sends there; None: an agent must choose."""
    found = await store.establishments.get(siret)
    choice = await choose_established(found, store)
    return choice.establishment.siret if choice.establishment else None


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time.min, PARIS)
