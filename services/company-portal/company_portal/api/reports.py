"""Reports: the inbox, one report, its answer, its files."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from common.http.idempotency import IDEMPOTENT, once
from common.http.language import Language, language_of
from common.http.pagination import BAD_CURSOR, Page, decode_cursor, encode_cursor
from common.http.problem import Problem
from common.http.strict import Line, Prose, StrictModel, StrictRoute
from company_portal.api.deps import NotSignedIn, PartsDep, SignedInDep, StoreDep
from company_portal.api.fields import Siret
from company_portal.api.problems import refusals
from company_portal.domain.answer import (
    AnswerKind,
    AnswerReason,
    NothingToPropose,
    ReasonOutsideFamily,
)
from company_portal.domain.case import ImpossibleMove, Move
from company_portal.domain.status import Status
from company_portal.handlers.accept_report import accept_report
from company_portal.handlers.answer_report import AnswerReport, answer_report
from company_portal.handlers.demand_right import ForbiddenDeed
from company_portal.handlers.fetch_file import UnknownFile, fetch_file
from company_portal.handlers.find_case import UnknownReport
from company_portal.handlers.read_report import read_report
from company_portal.store.queries import Filters, Listed, Order, Slice, list_reports
from company_portal.store.report_views import ReportView, find_report
from company_portal.store.thread import Author

router = APIRouter(prefix="/v1/reports", route_class=StrictRoute, tags=["reports"])


class ReportItem(BaseModel):
    """`is_trace`: the report went to another recipient; nothing more is told of it."""

    id: UUID
    reference: str
    status: Status
    is_trace: bool
    siret: str
    establishment_name: str
    category_labels: list[str]
    observed_on: date
    submitted_at: datetime
    received_at: datetime
    deadline_on: date | None


class ReportFilters(BaseModel):
    """What the list can be narrowed to; an unknown filter is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")

    status: Status | None = None
    siret: Siret | None = None
    q: Annotated[str, Line(200)] | None = None
    cursor: Annotated[str, Line(1024)] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 25


@router.get("", responses=refusals(NotSignedIn))
async def list_inbox(
    filters: Annotated[ReportFilters, Query()], session: SignedInDep, store: StoreDep
) -> Page[ReportItem]:
    """Reports of the caller's establishments, newest first."""
    found = await list_reports(
        store,
        session.actor,
        Filters(
            statuses=[filters.status] if filters.status else [],
            siret=filters.siret,
            words=filters.q,
        ),
        order=Order.NEWEST,
        part=Slice(_after(filters.cursor), filters.limit + 1),
    )
    shown = found[: filters.limit]
    return Page(
        items=[_item(listed) for listed in shown],
        next=_cursor(shown[-1]) if len(found) > filters.limit else None,
    )


def _after(cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    received_at, report_id = decode_cursor(cursor, count=2)
    try:
        instant = datetime.fromisoformat(received_at)
        if instant.tzinfo is None:
            raise Problem(BAD_CURSOR)
        return instant, UUID(report_id)
    except ValueError as error:
        raise Problem(BAD_CURSOR) from error


def _cursor(listed: Listed) -> str:
    return encode_cursor(listed.received_at.isoformat(), str(listed.report_id))


def _item(listed: Listed) -> ReportItem:
    return ReportItem(
        id=listed.report_id,
        reference=listed.reference,
        status=listed.status,
        is_trace=listed.is_trace,
        siret=listed.siret,
        establishment_name=listed.holder_name,
        category_labels=list(listed.category_labels),
        observed_on=listed.observed_on,
        submitted_at=listed.submitted_at,
        received_at=listed.received_at,
        deadline_on=listed.deadline_on,
    )


class Reply(BaseModel):
    question: str
    value: str


class Deadline(BaseModel):
    """The last day to answer, in Paris, and why that day."""

    on: date
    reason: str


class Consumer(BaseModel):
    """Present only when the consumer agreed to be known."""

    first_name: str
    last_name: str
    email: str
    phone: str | None


class File(BaseModel):
    """`url` answers with a redirection to the file, good for a minute."""

    id: UUID
    filename: str
    content_type: str
    size: int
    url: str


class GivenAnswer(BaseModel):
    kind: AnswerKind
    reason: AnswerReason
    message_to_consumer: str
    message_to_authority: str | None
    answered_at: datetime


class Message(BaseModel):
    """`author`: company or consumer; `question_id`: the question that this replies to."""

    message_id: UUID
    author: Author
    text: str
    sent_at: datetime
    question_id: UUID | None


class Step(BaseModel):
    move: Move
    status: Status
    at: datetime


class ReportDetail(ReportItem):
    """`allowed` names what the state permits now; `why` tells why this establishment got it.

    `is_offered`: another one said that it is not concerned; accept the report, answer it, or
    answer `not_concerned`.
    `awaits_reply`: the clock stands still until the consumer replies to the last question.
    """

    category: str
    replies: list[Reply]
    description: str
    read_at: datetime | None
    why: str
    deadline: Deadline | None
    consumer: Consumer | None
    attachments: list[File]
    answer: GivenAnswer | None
    rating: str | None
    messages: list[Message]
    awaits_reply: bool
    history: list[Step]
    is_offered: bool
    allowed: list[Move]


@router.get("/{report_id}", responses=refusals(NotSignedIn, UnknownReport, ForbiddenDeed))
async def open_report(
    report_id: UUID, request: Request, session: SignedInDep, store: StoreDep
) -> ReportDetail:
    """One report. A person's first reading is noted and the consumer is told."""
    await read_report(report_id, store, actor=session.actor)
    view = await find_report(store, report_id, session.actor)
    if view is None:
        raise UnknownReport(report_id)
    return _detail(view, language_of(request.scope))


def _detail(view: ReportView, language: Language) -> ReportDetail:
    is_english = language is Language.ENGLISH
    reason = view.deadline_reason_en if is_english else view.deadline_reason_fr
    return ReportDetail.model_validate(
        {
            "id": view.report_id,
            "establishment_name": view.holder_name,
            "why": view.why_en if is_english else view.why_fr,
            "deadline": view.deadline_on and {"on": view.deadline_on, "reason": reason},
            "attachments": [
                {
                    "id": file.attachment_id,
                    "filename": file.filename,
                    "content_type": file.content_type,
                    "size": file.size,
                    "url": f"/v1/reports/{view.report_id}/attachments/{file.attachment_id}",
                }
                for file in view.files
            ],
            "history": view.steps,
            **{name: getattr(view, name) for name in _SAME_NAMES},
        },
        from_attributes=True,
    )


_SAME_NAMES = (
    "reference",
    "status",
    "is_trace",
    "siret",
    "category",
    "category_labels",
    "replies",
    "description",
    "observed_on",
    "submitted_at",
    "received_at",
    "read_at",
    "deadline_on",
    "consumer",
    "answer",
    "rating",
    "is_offered",
    "messages",
    "awaits_reply",
    "allowed",
)


class AnswerRequest(StrictModel):
    """`attachments` must be empty: companies cannot join files yet.

    `proposed_siret` goes with `not_concerned`: who you think is concerned.
    """

    kind: AnswerKind
    reason: AnswerReason
    message_to_consumer: Annotated[str, Prose(10_000)]
    message_to_authority: Annotated[str, Prose(10_000)] | None = None
    proposed_siret: Siret | None = None
    attachments: Annotated[list[UUID], Field(max_length=0)] = []


class AnswerReceipt(BaseModel):
    """Where the report stands after the answer."""

    id: UUID
    status: Status


@router.post(
    "/{report_id}/answer",
    status_code=201,
    response_model=AnswerReceipt,
    openapi_extra=IDEMPOTENT,
    responses=refusals(
        NotSignedIn,
        UnknownReport,
        ForbiddenDeed,
        ImpossibleMove,
        ReasonOutsideFamily,
        NothingToPropose,
    ),
)
async def answer(
    report_id: UUID,
    body: AnswerRequest,
    request: Request,
    parts: PartsDep,
    session: SignedInDep,
    store: StoreDep,
) -> Response:
    """Give the one final answer, or say that the establishment is not concerned."""
    command = AnswerReport(
        report_id,
        body.kind,
        body.reason,
        message_to_consumer=body.message_to_consumer,
        message_to_authority=body.message_to_authority,
        proposed_siret=body.proposed_siret,
    )

    async def give() -> JSONResponse:
        case = await answer_report(command, store, actor=session.actor, calendar=parts.calendar)
        receipt: dict[str, Any] = {"id": str(case.report_id), "status": case.status}
        headers = {"location": f"/v1/reports/{report_id}"}
        return JSONResponse(receipt, 201, headers)

    scope = f"answer:{session.account.account_id}"
    return await once(request, store, scope=scope, do=give)


@router.post(
    "/{report_id}/acceptance",
    responses=refusals(NotSignedIn, UnknownReport, ForbiddenDeed, ImpossibleMove),
)
async def accept(
    report_id: UUID, parts: PartsDep, session: SignedInDep, store: StoreDep
) -> AnswerReceipt:
    """Say that a report that was offered concerns you: your time to answer begins."""
    case = await accept_report(report_id, store, actor=session.actor, calendar=parts.calendar)
    return AnswerReceipt(id=case.report_id, status=case.status)


@router.get(
    "/{report_id}/attachments/{attachment_id}",
    status_code=303,
    response_class=RedirectResponse,
    responses=refusals(NotSignedIn, UnknownReport, ForbiddenDeed, UnknownFile),
)
async def download(
    report_id: UUID, attachment_id: UUID, parts: PartsDep, session: SignedInDep, store: StoreDep
) -> RedirectResponse:
    """Go to the file, at an address good for a minute."""
    url = await fetch_file(
        (report_id, attachment_id),
        store,
        actor=session.actor,
        storage=parts.storage,
        bucket=parts.clean_bucket,
    )
    return RedirectResponse(url, status_code=303)
