"""`/v1/tracking…`: the consumer follows their report and acts on it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel

from common.contracts.report import Rating
from common.http.language import Language, Text
from common.http.strict import Line, Prose, StrictModel, StrictRoute
from common.values import NotASiret, parse_siret
from intake.api.deps import FollowedDep, NetworkDep, PartsDep, StoreDep
from intake.api.problems import TOO_MANY
from intake.domain.attachment import Attachment
from intake.domain.report import UnknownReport
from intake.domain.targets import TargetFault, TargetRefused
from intake.domain.tracking import ANSWERED, OPEN, Answer, Holder, Review, Status, Tracking
from intake.domain.wording import Lang
from intake.handlers.erase_report import erase_report
from intake.handlers.name_recipient import name_recipient
from intake.handlers.open_tracking_session import open_tracking_session
from intake.handlers.review_answer import LONGEST_COMMENT, review_answer
from intake.handlers.withdraw_report import withdraw_report
from intake.labels.faults import ATTACHMENT_FAULT
from intake.labels.tracking import (
    ANSWER_KIND,
    ANSWER_REASON,
    ATTACHMENT_STATE,
    HAPPENED,
    NEXT,
    STATUS,
)
from intake.store.queries import TrackedReport, tracked_report

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


class HolderBody(BaseModel):
    """Who must act. `deadline_on` is the last day, in Paris."""

    name: str
    since: datetime
    deadline_on: date | None
    deadline_reason: str | None


class AnswerBody(BaseModel):
    kind: str
    kind_label: str
    reason: str
    reason_label: str
    message: str
    company_name: str
    answered_at: datetime


class ReviewBody(BaseModel):
    rating: str
    comment: str | None
    reviewed_at: datetime


class ChoiceBody(BaseModel):
    """An establishment that may be meant: one of them is to be named by `redirection`."""

    siret: str
    name: str
    place: str


class RedirectionRequest(StrictModel):
    siret: Annotated[str, Line(20)]


class MomentBody(BaseModel):
    at: datetime
    event: str
    label: str


class FileBody(BaseModel):
    filename: str
    state: str
    state_label: str
    reason: str | None
    reason_label: str | None


class TrackedReportBody(BaseModel):
    """The report as its consumer sees it. `actions` are the deeds that its state permits."""

    id: UUID
    reference: str
    status: str
    status_label: str
    next_step: str
    submitted_at: datetime
    category_labels: list[str]
    description: str
    observed_on: date
    target: dict[str, Any]
    share_identity: bool
    holder: HolderBody | None
    answer: AnswerBody | None
    review: ReviewBody | None
    choices: list[ChoiceBody]
    timeline: list[MomentBody]
    attachments: list[FileBody]
    actions: list[str]


class ReviewRequest(StrictModel):
    rating: Literal["positive", "neutral", "negative"]
    comment: Annotated[str, Prose(LONGEST_COMMENT)] | None = None


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
    return await _body(report_id, store, lang)


@router.post("/tracking/report/review", responses=_IN_ITS_STATE)
async def review(report_id: FollowedDep, body: ReviewRequest, store: StoreDep) -> TrackedReportBody:
    """Rate the answer; 409 while there is none. A later rating replaces an earlier one."""
    await review_answer(report_id, store, rating=Rating(body.rating), comment=body.comment)
    return await _body(report_id, store, None)


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
    return await _body(report_id, store, None)


@router.post("/tracking/report/withdrawal", responses=_IN_ITS_STATE)
async def withdraw(report_id: FollowedDep, store: StoreDep) -> TrackedReportBody:
    """Take the report back; 409 once it is closed."""
    await withdraw_report(report_id, store)
    return await _body(report_id, store, None)


@router.post("/tracking/report/erasure", status_code=202, responses=_GONE)
async def erase(report_id: FollowedDep, parts: PartsDep, store: StoreDep) -> ErasedBody:
    """Erase the report everywhere. There is no way back."""
    return ErasedBody(erased_at=await erase_report(report_id, store, buckets=parts.buckets))


async def _body(report_id: UUID, store: StoreDep, lang: Lang | None) -> TrackedReportBody:
    report = await tracked_report(store, report_id)
    if report is None:
        raise UnknownReport
    return _written(report, lang or report.lang)


def _written(report: TrackedReport, lang: Lang) -> TrackedReportBody:
    tracking = report.tracking
    return TrackedReportBody(
        id=report.id,
        reference=report.reference,
        status=tracking.status.value,
        status_label=_say(STATUS[tracking.status], lang),
        next_step=_say(NEXT[tracking.status], lang),
        submitted_at=report.submitted_at,
        category_labels=list(report.category_labels),
        description=report.description,
        observed_on=report.observed_on,
        target=report.target,
        share_identity=report.share_identity,
        holder=_holder(tracking.holder, lang) if tracking.holder else None,
        answer=_answer(tracking.answer, lang) if tracking.answer else None,
        review=_review(tracking.review) if tracking.review else None,
        choices=[
            ChoiceBody(siret=one.siret, name=one.name, place=one.place) for one in tracking.choices
        ],
        timeline=[
            MomentBody(at=fact.at, event=fact.kind.value, label=_say(HAPPENED[fact.kind], lang))
            for fact in tracking.timeline
        ],
        attachments=[_file(attachment, lang) for attachment in report.attachments],
        actions=_actions(tracking),
    )


def _say(text: Text, lang: Lang) -> str:
    return text.speak(Language(lang))


def _actions(tracking: Tracking) -> list[str]:
    actions = ["erasure"]
    if tracking.status in ANSWERED:
        actions.append("review")
    if tracking.status in OPEN:
        actions.append("withdrawal")
    if tracking.status is Status.TRIAGE:
        actions.append("redirection")
    return sorted(actions)


def _holder(holder: Holder, lang: Lang) -> HolderBody:
    reason = holder.reason_en if lang == "en" else holder.reason_fr
    return HolderBody(
        name=holder.name,
        since=holder.since,
        deadline_on=holder.deadline_on,
        deadline_reason=reason,
    )


def _answer(answer: Answer, lang: Lang) -> AnswerBody:
    return AnswerBody(
        kind=answer.kind,
        kind_label=_say(ANSWER_KIND[answer.kind], lang),
        reason=answer.reason,
        reason_label=_say(ANSWER_REASON[answer.reason], lang),
        message=answer.message,
        company_name=answer.company_name,
        answered_at=answer.at,
    )


def _review(review: Review) -> ReviewBody:
    return ReviewBody(rating=review.rating, comment=review.comment, reviewed_at=review.at)


def _file(attachment: Attachment, lang: Lang) -> FileBody:
    fault = attachment.fault
    return FileBody(
        filename=attachment.shown_filename,
        state=attachment.state.value,
        state_label=_say(ATTACHMENT_STATE[attachment.state], lang),
        reason=fault.value if fault else None,
        reason_label=_say(ATTACHMENT_FAULT[fault], lang) if fault else None,
    )
