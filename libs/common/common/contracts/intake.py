"""What intake tells: reports as filed, what the consumer does next, and who the consumer is."""

from datetime import datetime, timedelta
from typing import ClassVar, Literal
from uuid import UUID

from common.contracts.event import Classification, Event, ReportEvent
from common.contracts.report import Attachment, PromiseOutcome, Rating, ReportContent


class EmailCodeRequested(Event):
    """Someone wants to prove an e-mail address; the code must reach it before `expires_at`."""

    topic: ClassVar[str] = "intake.email_code_requested.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    kept_for: ClassVar[timedelta] = timedelta(hours=1)
    email_proof_id: UUID
    email: str
    code: str
    lang: Literal["fr", "en"]
    expires_at: datetime

    @property
    def subject(self) -> str:
        return f"email-proof/{self.email_proof_id}"


class DraftLinkRequested(Event):
    """Someone puts a report aside; the link that resumes it must reach the address."""

    topic: ClassVar[str] = "intake.draft_link_requested.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    kept_for: ClassVar[timedelta] = timedelta(hours=1)
    draft_link_id: UUID
    email: str
    resume_url: str
    lang: Literal["fr", "en"]
    expires_at: datetime

    @property
    def subject(self) -> str:
        return f"draft-link/{self.draft_link_id}"


class ReportSubmitted(ReportEvent):
    """A consumer filed a report. Once per report; version 1."""

    topic: ClassVar[str] = "intake.report_submitted.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    content: ReportContent


class ConsumerIdentified(ReportEvent):
    """Who filed the report and how to reach them. For notifications and agents only."""

    topic: ClassVar[str] = "intake.consumer_identified.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    reference: str
    first_name: str
    last_name: str
    email: str
    phone: str | None = None
    lang: Literal["fr", "en"]
    tracking_url: str


class IdentityShared(ReportEvent):
    """Who filed the report, told to the company with consent. For the portal only."""

    topic: ClassVar[str] = "intake.identity_shared.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    first_name: str
    last_name: str
    email: str
    phone: str | None = None


class AttachmentCleared(ReportEvent):
    """A file of a report passed the checks and may be shown. At submission or after it."""

    topic: ClassVar[str] = "intake.attachment_cleared.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    attachment: Attachment


class AnswerReviewed(ReportEvent):
    """The consumer rated the company's answer; a later rating replaces an earlier one."""

    topic: ClassVar[str] = "intake.answer_reviewed.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    rating: Rating
    comment: str | None = None
    reviewed_at: datetime


class RecipientNamed(ReportEvent):
    """The consumer says which establishment is meant; routing decides."""

    topic: ClassVar[str] = "intake.recipient_named.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    siret: str
    named_at: datetime


class PromiseReviewed(ReportEvent):
    """The consumer says whether the promise was kept; a later word replaces an earlier one."""

    topic: ClassVar[str] = "intake.promise_reviewed.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    outcome: PromiseOutcome
    comment: str | None = None
    reviewed_at: datetime


class MessageSent(ReportEvent):
    """The consumer wrote to the holder. `question_id`: the question that this replies to."""

    topic: ClassVar[str] = "intake.message_sent.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    message_id: UUID
    text: str
    question_id: UUID | None = None
    sent_at: datetime


class TrackingLinkRequested(ReportEvent):
    """Someone who knows the report's address and reference wants its tracking link again.

    It goes to the proved address alone, which notifications knows.
    """

    topic: ClassVar[str] = "intake.tracking_link_requested.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    requested_at: datetime


class ReportWithdrawn(ReportEvent):
    """The consumer took the report back."""

    topic: ClassVar[str] = "intake.report_withdrawn.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    withdrawn_at: datetime


class ReportErased(ReportEvent):
    """Every service must forget what it holds of this report and its people, and prove it."""

    topic: ClassVar[str] = "intake.report_erased.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    forgets_subject: ClassVar[bool] = True
    erased_at: datetime


class ReportForgotten(ReportEvent):
    """Intake itself has erased the report: its part of the proof of erasure."""

    topic: ClassVar[str] = "intake.report_forgotten.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    forgets_subject: ClassVar[bool] = True
    forgotten_at: datetime
