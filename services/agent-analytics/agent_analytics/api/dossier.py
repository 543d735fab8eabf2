"""One report, as JSON."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from agent_analytics.domain.history import History
from agent_analytics.domain.status import Status
from agent_analytics.domain.timeline import Happening
from agent_analytics.store.dossiers import Dossier


class ReplyBody(BaseModel):
    question: str
    value: str


class CompanyBody(BaseModel):
    """Who must answer, or had to: the holder now, else the recipient."""

    siret: str | None
    name: str | None
    address: list[str]


class DeadlineBody(BaseModel):
    """The last day to act (Paris), with its reason in words."""

    on: date
    reason_fr: str | None
    reason_en: str | None


class ConsumerBody(BaseModel):
    first_name: str
    last_name: str
    email: str
    phone: str | None
    lang: str


class FileBody(BaseModel):
    id: UUID
    filename: str
    content_type: str
    size: int


class AnswerBody(BaseModel):
    kind: str
    reason: str
    siret: str
    company_name: str
    message: str
    answered_at: datetime


class AuthorityMessageBody(BaseModel):
    """For the authorities only."""

    siret: str
    message: str
    informed_at: datetime


class ReviewBody(BaseModel):
    rating: str
    comment: str | None
    reviewed_at: datetime


class EntryBody(BaseModel):
    """One line of the report's story; `detail` depends on what happened."""

    happening: Happening
    at: datetime
    detail: dict[str, str]


class DossierBody(BaseModel):
    id: UUID
    reference: str
    status: Status
    submitted_at: datetime
    observed_on: date
    category: str
    subcategories: list[str]
    category_labels: list[str]
    tags: list[str]
    description: str
    replies: list[ReplyBody]
    target: dict[str, str | float | None]
    department: str | None
    company: CompanyBody
    deadline: DeadlineBody | None
    share_identity: bool
    wish: str
    lang: str
    publish_consent: bool
    consumer: ConsumerBody | None
    files: list[FileBody]
    answer: AnswerBody | None
    authority_messages: list[AuthorityMessageBody]
    review: ReviewBody | None
    timeline: list[EntryBody]


def dossier_body(dossier: Dossier) -> DossierBody:
    history, submission = dossier.history, dossier.submission
    return DossierBody(
        id=history.report_id,
        reference=submission.reference,
        status=history.status,
        submitted_at=submission.submitted_at,
        observed_on=submission.observed_on,
        category=dossier.category,
        subcategories=list(submission.subcategories),
        category_labels=list(submission.category_labels),
        tags=list(submission.tags),
        description=submission.description,
        replies=[ReplyBody(question=asked, value=told) for asked, told in submission.replies],
        target=dict(submission.target),
        department=history.department,
        company=_company(history),
        deadline=_deadline(history),
        share_identity=submission.share_identity,
        wish=submission.wish,
        lang=submission.lang,
        publish_consent=submission.publish_consent,
        consumer=_consumer(dossier),
        files=_files(dossier),
        answer=_answer(history),
        authority_messages=_messages(dossier),
        review=_review(history),
        timeline=[
            EntryBody(happening=entry.happening, at=entry.at, detail=dict(entry.detail))
            for entry in dossier.timeline
        ],
    )


def _company(history: History) -> CompanyBody:
    routed = history.routing.company if history.routing else None
    address = routed.address if routed and routed.siret == history.siret else ()
    return CompanyBody(siret=history.siret, name=history.company_name, address=list(address))


def _deadline(history: History) -> DeadlineBody | None:
    case = history.case
    if case is None or case.deadline_on is None:
        return None
    return DeadlineBody(
        on=case.deadline_on,
        reason_fr=case.deadline_reason_fr,
        reason_en=case.deadline_reason_en,
    )


def _consumer(dossier: Dossier) -> ConsumerBody | None:
    consumer = dossier.consumer
    if consumer is None:
        return None
    return ConsumerBody(
        first_name=consumer.first_name,
        last_name=consumer.last_name,
        email=consumer.email,
        phone=consumer.phone,
        lang=consumer.lang,
    )


def _files(dossier: Dossier) -> list[FileBody]:
    return [
        FileBody(
            id=file.attachment_id,
            filename=file.filename,
            content_type=file.content_type,
            size=file.size,
        )
        for file in dossier.files
    ]


def _answer(history: History) -> AnswerBody | None:
    answer = history.answer
    if answer is None:
        return None
    return AnswerBody(
        kind=answer.kind,
        reason=answer.reason,
        siret=answer.siret,
        company_name=answer.company_name,
        message=answer.message,
        answered_at=answer.answered_at,
    )


def _messages(dossier: Dossier) -> list[AuthorityMessageBody]:
    return [
        AuthorityMessageBody(
            siret=message.siret, message=message.message, informed_at=message.informed_at
        )
        for message in dossier.messages
    ]


def _review(history: History) -> ReviewBody | None:
    review = history.review
    if review is None:
        return None
    return ReviewBody(rating=review.rating, comment=review.comment, reviewed_at=review.reviewed_at)
