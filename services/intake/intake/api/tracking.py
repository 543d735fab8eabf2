"""`/v1/tracking…`: the consumer follows their report and acts on it."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, Field

from common.contracts.report import PromiseOutcome, Rating
from common.http.idempotency import IDEMPOTENT, once
from common.http.strict import Line, Prose, StrictModel, StrictRoute
from common.values import NotASiret, parse_siret
from intake.api.deps import FollowedDep, NetworkDep, PartsDep, StoreDep
from intake.api.problems import TOO_MANY
from intake.api.tracked_report import TrackedReportBody, tracked_body
from intake.domain.attachment import MOST_FILES
from intake.domain.targets import TargetFault, TargetRefused
from intake.domain.thread import LONGEST_MESSAGE
from intake.handlers.add_files import attach_files
from intake.handlers.erase_report import erase_report
from intake.handlers.name_recipient import name_recipient
from intake.handlers.open_tracking_session import open_tracking_session
from intake.handlers.pack_report import pack_report
from intake.handlers.review_answer import LONGEST_COMMENT, review_answer
from intake.handlers.review_promise import review_promise
from intake.handlers.withdraw_report import withdraw_report
from intake.handlers.write_message import write_message

router = APIRouter(prefix="/v1", route_class=StrictRoute, tags=["tracking"])
_Responses = dict[int | str, dict[str, Any]]
_GONE: _Responses = {404: {"description": "The report no longer exists."}}
_IN_ITS_STATE: _Responses = {
    **_GONE,
    409: {"description": "The report’s state does not permit it; `allowed` lists those that do."},
}


class TrackingSessionRequest(StrictModel):
    """`secret` is what follows `#` in the tracking link."""

    secret: Annotated[str, Line(100)]


class TrackingSessionBody(BaseModel):
    token: str
    expires_at: datetime


class ReviewRequest(StrictModel):
    rating: Literal["positive", "neutral", "negative"]
    comment: Annotated[str, Prose(LONGEST_COMMENT)] | None = None


class PromiseReviewRequest(StrictModel):
    outcome: Literal["kept", "partly", "not_kept"]
    comment: Annotated[str, Prose(LONGEST_COMMENT)] | None = None


class RedirectionRequest(StrictModel):
    siret: Annotated[str, Line(20)]


class MessageRequest(StrictModel):
    """It replies to the holder's open question, if there is one."""

    text: Annotated[str, Prose(LONGEST_MESSAGE)]


class AttachmentsRequest(StrictModel):
    """The ids that `POST /v1/attachments` answered, once their files are complete."""

    attachments: Annotated[list[UUID], Field(min_length=1, max_length=MOST_FILES)]


class ErasedBody(BaseModel):
    status: str = "erased"
    erased_at: datetime


@router.post(
    "/tracking-sessions",
    status_code=201,
    responses={
        404: {"description": "No report has this secret."},
        410: {"description": "The report was erased."},
        **TOO_MANY,
    },
)
async def open_session(
    body: TrackingSessionRequest,
    parts: PartsDep,
    store: StoreDep,
    network: NetworkDep,
    response: Response,
) -> TrackingSessionBody:
    """An hour of following the report; the token is set as a cookie too."""
    session = await open_tracking_session(
        body.secret, store, network=network, chance=parts.ground.chance
    )
    parts.tracking_cookie.set(response, session.token)
    return TrackingSessionBody(token=session.token, expires_at=session.expires_at)


@router.get("/tracking/report", responses=_GONE)
async def read_report(
    report_id: FollowedDep, store: StoreDep, lang: Literal["fr", "en"] | None = None
) -> TrackedReportBody:
    """In the language of the report, unless `lang` says otherwise."""
    return await tracked_body(report_id, store, lang)


@router.get("/tracking/report/archive", responses=_GONE, response_class=Response)
async def download(report_id: FollowedDep, parts: PartsDep, store: StoreDep) -> Response:
    """Everything in one zip: the report as JSON, and its clean files."""
    told = await tracked_body(report_id, store, None)
    content = pack_report(
        told.model_dump_json(indent=2),
        await store.attachments.of_report(report_id),
        storage=parts.storage,
        bucket=parts.buckets.clean,
    )
    name = f"attachment; filename=signalement-{told.reference}.zip"
    headers = {"content-disposition": name, "cache-control": "no-store"}
    return StreamingResponse(content, media_type="application/zip", headers=headers)


@router.post("/tracking/report/review", responses=_IN_ITS_STATE)
async def review(report_id: FollowedDep, body: ReviewRequest, store: StoreDep) -> TrackedReportBody:
    """Rate the answer; 409 while there is none. A later rating replaces an earlier one."""
    await review_answer(report_id, store, rating=Rating(body.rating), comment=body.comment)
    return await tracked_body(report_id, store, None)


@router.post("/tracking/report/redirection", responses=_IN_ITS_STATE)
async def redirect(
    report_id: FollowedDep, body: RedirectionRequest, store: StoreDep
) -> TrackedReportBody:
    """Name the establishment that is meant; 409 unless the report waits for a recipient."""
    try:
        siret = parse_siret(body.siret)
    except NotASiret as error:
        raise TargetRefused("siret", TargetFault.NOT_A_SIRET) from error
    await name_recipient(report_id, siret, store)
    return await tracked_body(report_id, store, None)


@router.post("/tracking/report/promise-review", responses=_IN_ITS_STATE)
async def check_promise(
    report_id: FollowedDep, body: PromiseReviewRequest, store: StoreDep
) -> TrackedReportBody:
    """Say whether the promise was kept; 409 when nothing is promised."""
    outcome = PromiseOutcome(body.outcome)
    await review_promise(report_id, store, outcome=outcome, comment=body.comment)
    return await tracked_body(report_id, store, None)


@router.post(
    "/tracking/report/messages",
    status_code=201,
    response_model=TrackedReportBody,
    openapi_extra=IDEMPOTENT,
    responses=_IN_ITS_STATE,
)
async def write(
    report_id: FollowedDep, body: MessageRequest, request: Request, store: StoreDep
) -> Response:
    """Write to the establishment that holds the report; 409 while none does."""

    async def send() -> Response:
        await write_message(report_id, store, text=body.text)
        return await _told(report_id, store)

    return await once(request, store, scope=f"messages:{report_id}", do=send)


@router.post(
    "/tracking/report/attachments",
    status_code=201,
    response_model=TrackedReportBody,
    openapi_extra=IDEMPOTENT,
    responses=_IN_ITS_STATE,
)
async def add_files(
    report_id: FollowedDep, body: AttachmentsRequest, request: Request, store: StoreDep
) -> Response:
    """Add files that were uploaded beforehand (`POST /v1/attachments`); 409 once closed."""

    async def add() -> Response:
        await attach_files(report_id, body.attachments, store)
        return await _told(report_id, store)

    return await once(request, store, scope=f"attachments:{report_id}", do=add)


@router.post("/tracking/report/withdrawal", responses=_IN_ITS_STATE)
async def withdraw(report_id: FollowedDep, store: StoreDep) -> TrackedReportBody:
    """Take the report back; 409 once it is closed."""
    await withdraw_report(report_id, store)
    return await tracked_body(report_id, store, None)


@router.post("/tracking/report/erasure", status_code=202, responses=_GONE)
async def erase(report_id: FollowedDep, parts: PartsDep, store: StoreDep) -> ErasedBody:
    """Erase the report everywhere. There is no way back."""
    return ErasedBody(erased_at=await erase_report(report_id, store, buckets=parts.buckets))


async def _told(report_id: UUID, store: StoreDep) -> Response:
    told = await tracked_body(report_id, store, None)
    headers = {"location": "/v1/tracking/report"}
    return JSONResponse(told.model_dump(mode="json"), 201, headers)
