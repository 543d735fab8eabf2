"""What agents do at the triage desk: take a report, resolve many at once, merge two websites."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from common.http.strict import Line, StrictModel, StrictRoute
from common.values import NotASiret, parse_siret
from routing.api.deps import CurrentAgent, OpenStore
from routing.domain.host import NotAHost, parse_host
from routing.handlers.claim_report import claim_report, release_report
from routing.handlers.given import NotALead, lead_given
from routing.handlers.measure_triage import recent_waits
from routing.handlers.merge_hosts import MergeHosts, merge_hosts
from routing.handlers.resolve_together import ResolveTogether, resolve_together
from routing.handlers.resolve_triage import UnknownEstablishment
from routing.store.queries import territory
from routing.store.queue import QueueFilter, queue_size

router = APIRouter(prefix="/v1/triage", route_class=StrictRoute, tags=["triage"])
_FOR_OFFICERS: dict[int | str, dict[str, Any]] = {
    403: {"description": "The caller’s role does not open the triage desk."}
}


class Claimed(BaseModel):
    """The report is the caller's until then, or until they choose or let it go."""

    report_id: UUID
    until: datetime


class ResolutionOfMany(StrictModel):
    """`host` or `phone`; `remember`: the next reports go to that company by themselves."""

    host: Annotated[str, Line(253)] | None = None
    phone: Annotated[str, Line(30)] | None = None
    siret: Annotated[str, Line(20)]
    remember: bool = False


class ResolvedMany(BaseModel):
    """`skipped` were another agent's or had been declined by that recipient."""

    resolved: int
    skipped: int
    remaining: int


class Merger(StrictModel):
    """`alias` is another address of the website `into`."""

    alias: Annotated[str, Line(253)]
    into: Annotated[str, Line(253)]


class Merged(BaseModel):
    alias: str
    into: str
    moved: int


class Measures(BaseModel):
    """Seconds from the queue to an agent's choice, over the last thirty days."""

    waiting: int
    oldest_queued_at: datetime | None
    resolved: int
    median_seconds: float | None
    p90_seconds: float | None


@router.get("/measures", responses=_FOR_OFFICERS)
async def read_measures(agent: CurrentAgent, store: OpenStore) -> Measures:
    """How much waits in the caller's territory, and how long it took to resolve the rest."""
    size = await queue_size(store, QueueFilter(territory(agent)))
    waits = await recent_waits(agent, store)
    return Measures(
        waiting=size.waiting,
        oldest_queued_at=size.oldest,
        resolved=waits.resolved,
        median_seconds=waits.median_seconds,
        p90_seconds=waits.p90_seconds,
    )


@router.post(
    "/resolutions",
    responses={**_FOR_OFFICERS, 409: {"description": "The establishment is closed."}},
)
async def resolve_many(
    body: ResolutionOfMany, agent: CurrentAgent, store: OpenStore
) -> ResolvedMany:
    """Route every report that waits for that website or number, each by its own decision."""
    lead = lead_given(body.host, body.phone)
    if lead is None:
        raise NotALead
    try:
        siret = parse_siret(body.siret)
    except NotASiret as error:
        raise UnknownEstablishment from error
    command = ResolveTogether(lead, siret, agent, remember=body.remember)
    done = await resolve_together(command, store)
    return ResolvedMany(resolved=done.resolved, skipped=done.skipped, remaining=done.remaining)


@router.post(
    "/mergers",
    responses={**_FOR_OFFICERS, 409: {"description": "They are one website already."}},
)
async def merge(body: Merger, agent: CurrentAgent, store: OpenStore) -> Merged:
    """Say that two addresses are one website."""
    try:
        command = MergeHosts(parse_host(body.alias), parse_host(body.into), agent)
    except NotAHost as error:
        raise NotALead from error
    moved = await merge_hosts(command, store)
    return Merged(alias=command.alias, into=command.into, moved=moved)


@router.post(
    "/{report_id}/claim",
    responses={
        **_FOR_OFFICERS,
        409: {"description": "It no longer waits, or another agent is at it."},
    },
)
async def take(report_id: UUID, agent: CurrentAgent, store: OpenStore) -> Claimed:
    """Take the report for a quarter of an hour, or keep it for as long again."""
    claim = await claim_report(report_id, agent, store)
    return Claimed(report_id=report_id, until=claim.until)


@router.delete("/{report_id}/claim", status_code=204, responses=_FOR_OFFICERS)
async def let_go(report_id: UUID, agent: CurrentAgent, store: OpenStore) -> None:
    await release_report(report_id, agent, store)
