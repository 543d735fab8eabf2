"""The laboratory of rules for programs: ask for a simulation, follow it, read the difference."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from common.http.idempotency import IDEMPOTENT, once
from common.http.pagination import BAD_CURSOR, Page, decode_cursor, encode_cursor
from common.http.problem import Problem
from common.http.strict import StrictModel, StrictRoute
from routing.api.deps import CurrentAgent, OpenStore
from routing.domain.simulation import Load
from routing.handlers.simulate_rules import SimulateRules, read_simulation, simulate_rules
from routing.store.simulations import Simulation

router = APIRouter(prefix="/v1/rules/simulations", route_class=StrictRoute, tags=["rules"])
_FOR_OFFICERS: dict[int | str, dict[str, Any]] = {
    403: {"description": "The caller’s role does not allow it."}
}


class SimulationBody(StrictModel):
    """The version to try against `base` (null: the one in force) on the reports of those days."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    base: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    begins_on: date
    ends_on: date


class Uncovered(BaseModel):
    """Reports that neither the new rules nor routing place, by problem and kind of target."""

    category: str
    target: str
    reports: int


class SimulationTold(BaseModel):
    """`counts` tells how many reports are `changed`, `other_recipient`, `newly_sent`,
    `newly_triaged`, `newly_withheld`; `unresolved` are those whose recipient nobody looked for.
    """

    id: UUID
    version: int
    base: int
    begins_at: datetime
    ends_at: datetime
    departments: tuple[str, ...] | None
    requested_at: datetime
    finished_at: datetime | None
    total: int
    done: int
    counts: dict[str, int]
    rules: dict[str, int]
    uncovered: list[Uncovered]


class WeekLoad(BaseModel):
    week: date
    before: int
    after: int


class RecipientDifference(BaseModel):
    """What a recipient gets before and after, exactly which part is gained and lost, by week."""

    siret: str
    before: int
    after: int
    gained: int
    lost: int
    weeks: list[WeekLoad]


@router.post(
    "",
    status_code=201,
    response_model=SimulationTold,
    openapi_extra=IDEMPOTENT,
    responses=_FOR_OFFICERS | {404: {"description": "No version has that number."}},
)
async def simulate(
    request: Request, body: SimulationBody, agent: CurrentAgent, store: OpenStore
) -> Response:
    """A small one is finished at once, a large one by the worker: `done` tells how far it is."""
    command = SimulateRules(body.version, body.begins_on, body.ends_on, agent, body.base)

    async def do() -> Response:
        made = told(await simulate_rules(command, store))
        headers = {"location": f"/v1/rules/simulations/{made.id}"}
        return JSONResponse(made.model_dump(mode="json"), 201, headers=headers)

    return await once(request, store, scope=f"simulations:{agent.id}", do=do)


@router.get("/{simulation_id}", responses=_FOR_OFFICERS)
async def read(simulation_id: UUID, agent: CurrentAgent, store: OpenStore) -> SimulationTold:
    return told(await read_simulation(simulation_id, agent, store))


@router.get("/{simulation_id}/recipients", responses=_FOR_OFFICERS)
async def list_recipients(
    simulation_id: UUID,
    agent: CurrentAgent,
    store: OpenStore,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[str | None, Query(max_length=1024)] = None,
) -> Page[RecipientDifference]:
    """Those whom the difference concerns most first."""
    await read_simulation(simulation_id, agent, store)
    after = _read(cursor) if cursor is not None else None
    found = await store.simulations.recipients(simulation_id, after=after, limit=limit + 1)
    shown = found[:limit]
    weeks = await store.simulations.weeks(simulation_id, [one.siret for one in shown])
    items = [
        RecipientDifference(
            siret=one.siret,
            before=one.load.before,
            after=one.load.after,
            gained=one.load.gained,
            lost=one.load.lost,
            weeks=[
                WeekLoad(week=week, before=load.before, after=load.after)
                for week, load in weeks[one.siret]
            ],
        )
        for one in shown
    ]
    following = None
    if len(found) > limit:
        following = encode_cursor(str(_change(shown[-1].load)), shown[-1].siret)
    return Page(items=items, next=following)


def told(simulation: Simulation) -> SimulationTold:
    uncovered = simulation.uncovered or {}
    return SimulationTold(
        id=simulation.id,
        version=simulation.version,
        base=simulation.base,
        begins_at=simulation.begins,
        ends_at=simulation.ends,
        departments=simulation.departments,
        requested_at=simulation.requested_at,
        finished_at=simulation.finished_at,
        total=simulation.total,
        done=simulation.done,
        counts=dict(simulation.counts or {}),
        rules=dict(simulation.rules or {}),
        uncovered=[
            Uncovered(category=key.rpartition(" ")[0], target=key.rpartition(" ")[2], reports=count)
            for key, count in sorted(uncovered.items(), key=lambda one: (-one[1], one[0]))
        ],
    )


def _change(load: Load) -> int:
    return load.gained + load.lost


def _read(cursor: str) -> tuple[int, str]:
    change, siret = decode_cursor(cursor, count=2)
    if not (change.isascii() and change.isdigit() and len(change) < 10):
        raise Problem(BAD_CURSOR)
    return int(change), siret
