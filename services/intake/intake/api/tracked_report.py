"""The report as its consumer sees it, in words: what the routes under `/v1/tracking` answer."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from common.http.language import Language, Text
from intake.api.deps import StoreDep
from intake.domain.attachment import Attachment
from intake.domain.report import UnknownReport
from intake.domain.thread import Question, open_question, thread
from intake.domain.tracking import (
    ANSWERED,
    HELD,
    OPEN,
    Answer,
    Holder,
    PromiseReview,
    Review,
    Status,
    Tracking,
)
from intake.domain.wording import Lang
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


class PromiseReviewBody(BaseModel):
    """`outcome`: kept, partly or not_kept."""

    outcome: str
    comment: str | None
    reviewed_at: datetime


class ChoiceBody(BaseModel):
    """An establishment that may be meant: one of them is to be named by `redirection`."""

    siret: str
    name: str
    place: str


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


class MessageBody(BaseModel):
    """`author`: company or consumer; `name`: the company, never a person of it."""

    author: str
    name: str | None
    text: str
    at: datetime


class QuestionBody(BaseModel):
    """The holder’s question that awaits a reply; its clock stands still until then."""

    id: UUID
    text: str
    company_name: str
    reply_by: date


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
    promise_review: PromiseReviewBody | None
    choices: list[ChoiceBody]
    messages: list[MessageBody]
    question: QuestionBody | None
    timeline: list[MomentBody]
    attachments: list[FileBody]
    actions: list[str]


async def tracked_body(report_id: UUID, store: StoreDep, lang: Lang | None) -> TrackedReportBody:
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
        promise_review=_promise_review(tracking.promise_review),
        choices=[
            ChoiceBody(siret=one.siret, name=one.name, place=one.place) for one in tracking.choices
        ],
        messages=[
            MessageBody(author=found.author.value, name=found.name, text=found.text, at=found.at)
            for found in thread(tracking)
        ],
        question=_question(open_question(tracking)),
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
    if tracking.status is Status.PROMISED:
        actions.append("promise-review")
    if tracking.status in OPEN:
        actions += ["attachments", "withdrawal"]
    if tracking.status in HELD:
        actions.append("messages")
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


def _promise_review(review: PromiseReview | None) -> PromiseReviewBody | None:
    if review is None:
        return None
    return PromiseReviewBody(outcome=review.outcome, comment=review.comment, reviewed_at=review.at)


def _question(question: Question | None) -> QuestionBody | None:
    if question is None:
        return None
    return QuestionBody(
        id=question.id,
        text=question.text,
        company_name=question.company_name,
        reply_by=question.reply_by,
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
