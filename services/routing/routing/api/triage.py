"""The triage desk for programs: the queue, one report, the choice of a recipient."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from common.contracts.report import Recipient, Target
from common.http.pagination import BAD_CURSOR, Page, decode_cursor, encode_cursor
from common.http.problem import Problem
from common.http.strict import Line, StrictModel, StrictRoute
from common.values import NotASiret, parse_siret
from routing.api.deps import CurrentAgent, OpenStore
from routing.domain.inquiry import parse_department
from routing.domain.lead import LeadKind
from routing.handlers.disclose import disclose
from routing.handlers.given import lead_given
from routing.handlers.read_followed import read_followed
from routing.handlers.resolve_triage import (
    ResolveTriage,
    UnknownEstablishment,
    UnknownReport,
    resolve_triage,
)
from routing.handlers.suggest_recipients import suggest_recipients
from routing.store.decisions import RecordedDecision
from routing.store.queries import FollowedReport, place_of, territory, triage_queue
from routing.store.queue import QueueFilter, QueuePlace


class LeadTold(BaseModel):
    """The website, number, account or product that the report waits for, in one form."""

    kind: LeadKind
    key: str


class TriageItem(BaseModel):
    """A report that waits for an agent, without its free text."""

    report_id: UUID
    reference: str
    category: str
    category_labels: tuple[str, ...]
    target: Target
    department: str | None
    submitted_at: datetime
    queued_at: datetime
    reason: str
    explanation_fr: str
    explanation_en: str
    excluded: tuple[str, ...]
    queue: str
    priority: str
    lead: LeadTold | None
    claimed_until: datetime | None


class Suggestion(BaseModel):
    establishment: Recipient
    score: float


class Considered(BaseModel):
    """An establishment that a decision considered, and how well it answered (0 to 1)."""

    siret: str
    score: float


class DecisionMade(BaseModel):
    """A decision with its reasons. `evidence` names the data used, by mode."""

    version: int
    mode: str
    siret: str | None
    explanation_fr: str
    explanation_en: str
    candidates: list[Considered]
    evidence: dict[str, Any]
    decided_at: datetime


class TriageReport(TriageItem):
    """The same with the story told, the establishments that routing thought of, and why."""

    description: str
    suggestions: list[Suggestion]
    decisions: list[DecisionMade]


class Resolution(StrictModel):
    siret: Annotated[str, Line(20)]


class Resolved(BaseModel):
    report_id: UUID
    siret: str
    version: int


_FOR_OFFICERS: dict[int | str, dict[str, Any]] = {
    403: {"description": "The caller’s role does not open the triage desk."}
}
router = APIRouter(prefix="/v1/triage", route_class=StrictRoute, tags=["triage"])


async def _wanted(  # noqa: PLR0913, PLR0917 - one for each parameter of the query
    agent: CurrentAgent,
    queue: Annotated[str | None, Query(pattern=r"^[a-z0-9_-]{1,40}$")] = None,
    kind: Annotated[str | None, Query(pattern=r"^[a-z]{1,20}$")] = None,
    department: Annotated[str | None, Query(min_length=1, max_length=3)] = None,
    host: Annotated[str | None, Query(min_length=1, max_length=253)] = None,
    phone: Annotated[str | None, Query(min_length=3, max_length=30)] = None,
    waiting_days: Annotated[int | None, Query(ge=0, le=3_650)] = None,
) -> QueueFilter:
    """What of the queue is asked for; nothing: everything in the caller's territory."""
    return QueueFilter(
        territory(agent),
        department=parse_department(department) if department else None,
        queue=queue,
        kind=kind,
        lead=lead_given(host, phone),
        waiting_days=waiting_days,
    )


@router.get("", responses=_FOR_OFFICERS)
async def list_queue(
    store: OpenStore,
    wanted: Annotated[QueueFilter, Depends(_wanted)],
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[str | None, Query(max_length=1024)] = None,
) -> Page[TriageItem]:
    after = _read(cursor) if cursor is not None else None
    found = await triage_queue(store, wanted, after=after, limit=limit + 1)
    items = [TriageItem(**_told(report)) for report in found[:limit]]
    following = None
    if len(found) > limit:
        following = encode_cursor(*place_of(found[limit - 1]).texts)
    return Page(items=items, next=following)


@router.get("/{report_id}", responses=_FOR_OFFICERS)
async def read_report(report_id: UUID, agent: CurrentAgent, store: OpenStore) -> TriageReport:
    report = await read_followed(report_id, agent, store)
    if report.queued_at is None:
        raise UnknownReport
    suggested = await suggest_recipients(report_id, store)
    return TriageReport(
        **_told(report),
        description=report.content.description if report.content else "",
        suggestions=[
            Suggestion(establishment=disclose(one.establishment), score=one.score)
            for one in suggested
        ],
        decisions=[_decision(one) for one in await store.decisions.of(report_id)],
    )


@router.post(
    "/{report_id}/resolution",
    responses={
        **_FOR_OFFICERS,
        409: {"description": "It no longer waits, is another’s, or cannot go there."},
    },
)
async def resolve(
    report_id: UUID, body: Resolution, agent: CurrentAgent, store: OpenStore
) -> Resolved:
    try:
        siret = parse_siret(body.siret)
    except NotASiret as error:
        raise UnknownEstablishment from error
    version = await resolve_triage(ResolveTriage(report_id, siret, agent), store)
    return Resolved(report_id=report_id, siret=siret, version=version)


def _decision(made: RecordedDecision) -> DecisionMade:
    return DecisionMade(
        version=made.version,
        mode=made.mode.value,
        siret=made.siret,
        explanation_fr=made.explanation_fr,
        explanation_en=made.explanation_en,
        candidates=[Considered(siret=one.siret, score=one.score) for one in made.candidates],
        evidence=made.evidence,
        decided_at=made.decided_at,
    )


def _told(report: FollowedReport) -> dict[str, Any]:
    content = report.content
    assert content is not None  # noqa: S101 - a report in triage keeps its content
    return {
        "report_id": report.report_id,
        "reference": content.reference,
        "category": content.category,
        "category_labels": content.office_labels,
        "target": content.target,
        "department": report.department,
        "submitted_at": content.submitted_at,
        "queued_at": report.queued_at,
        "reason": report.mode.value,
        "explanation_fr": report.explanation_fr,
        "explanation_en": report.explanation_en,
        "excluded": report.excluded,
        "queue": report.queue,
        "priority": report.priority.name.lower(),
        "lead": LeadTold(kind=report.lead.kind, key=report.lead.key) if report.lead else None,
        "claimed_until": report.claimed_until,
    }


def _read(cursor: str) -> QueuePlace:
    try:
        return QueuePlace.parse(*decode_cursor(cursor, count=3))
    except ValueError as error:
        raise Problem(BAD_CURSOR) from error
