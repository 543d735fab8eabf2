"""What the portal tells: the life of a case, holder by holder, and who has an account."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from common.contracts.event import Classification, Event, Payload, ReportEvent
from common.contracts.report import Address, AnswerKind, AnswerReason, Attachment, ReportStatus


class CaseState(Payload):
    """The case after the fact: enough to project it from any one event, the newest version wins.

    `holder_siret` and `deadline_on` (last day to act, Paris calendar) are None once closed or
    back in triage; the deadline's reason is told in words.
    """

    status: ReportStatus
    holder_siret: str | None = None
    holder_name: str | None = None
    deadline_on: date | None = None
    deadline_reason_fr: str | None = None
    deadline_reason_en: str | None = None


class CaseEvent(ReportEvent):
    """A fact about a case. `version` counts the case's changes."""

    reference: str
    state: CaseState
    occurred_at: datetime


class CaseOpened(CaseEvent):
    """A holder has the report. `has_account`: it is told by mail, else by letter."""

    topic: ClassVar[str] = "company_portal.case_opened.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    siret: str
    siren: str
    has_account: bool
    category_labels: tuple[str, ...] = ()


class ReportRead(CaseEvent):
    """Someone of the holder opened the report for the first time."""

    topic: ClassVar[str] = "company_portal.report_read.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS


class ReportAnswered(CaseEvent):
    """The holder gave its one final answer. `siret` and `company_name` say who answered."""

    topic: ClassVar[str] = "company_portal.report_answered.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    siret: str
    company_name: str
    kind: AnswerKind
    reason: AnswerReason
    message_to_consumer: str
    attachments: tuple[Attachment, ...] = ()


class AuthorityInformed(ReportEvent):
    """What the company told the authorities apart. For agent-analytics only."""

    topic: ClassVar[str] = "company_portal.authority_informed.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    siret: str
    message_to_authority: str
    informed_at: datetime


class ReportDeclined(CaseEvent):
    """The holder says it is not concerned: the report goes back to routing for the next holder.

    `proposed_siret`: who the holder thinks is concerned.
    """

    topic: ClassVar[str] = "company_portal.report_declined.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    siret: str
    reason: AnswerReason
    message_to_consumer: str
    proposed_siret: str | None = None


class OfferAccepted(CaseEvent):
    """The holder of a report that was offered says that it is concerned: its own time begins."""

    topic: ClassVar[str] = "company_portal.offer_accepted.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    siret: str


class QuestionAsked(CaseEvent):
    """The holder asks the consumer a question; its clock stands still until the reply.

    `reply_by` is the last day for the reply, in Paris: after it the clock goes on by itself.
    """

    topic: ClassVar[str] = "company_portal.question_asked.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    question_id: UUID
    siret: str
    company_name: str
    text: str
    reply_by: date


class MessageReceived(CaseEvent):
    """A consumer's message reached the holder. `resumes`: it was the reply that was awaited."""

    topic: ClassVar[str] = "company_portal.message_received.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    message_id: UUID
    siret: str
    siren: str
    resumes: bool


class CaseClosed(CaseEvent):
    """The case ended unanswered: a deadline passed, nobody accepted it, or it was withdrawn."""

    topic: ClassVar[str] = "company_portal.case_closed.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    siret: str | None = None


class Reminder(StrEnum):
    FIRST = "first"
    SECOND = "second"
    EVE = "eve"


class ReminderFellDue(CaseEvent):
    """The holder must be reminded that it has not acted."""

    topic: ClassVar[str] = "company_portal.reminder_fell_due.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    siret: str
    siren: str
    reminder: Reminder


class PromiseCheckFellDue(CaseEvent):
    """The consumer must be asked whether the promise was kept."""

    topic: ClassVar[str] = "company_portal.promise_check_fell_due.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    promised_on: date


class ActivationCodeIssued(Event):
    """A letter must carry this code to the address; `letter_number` counts from 1."""

    topic: ClassVar[str] = "company_portal.activation_code_issued.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    kept_for: ClassVar[timedelta] = timedelta(hours=1)
    activation_code_id: UUID
    siret: str
    company_name: str
    address: Address
    code: str
    expires_on: date
    letter_number: int
    report_reference: str
    report_category: str
    deadline_on: date

    @property
    def subject(self) -> str:
        return f"establishment/{self.siret}"


class ActivationLinkRequested(Event):
    """An e-mail address must be proved before an account is opened with it."""

    topic: ClassVar[str] = "company_portal.activation_link_requested.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    kept_for: ClassVar[timedelta] = timedelta(hours=1)
    activation_id: UUID
    email: str
    siret: str
    company_name: str
    activation_url: str
    expires_at: datetime

    @property
    def subject(self) -> str:
        return f"establishment/{self.siret}"


class AccountRole(StrEnum):
    MEMBER = "member"
    ADMIN = "admin"


class AccountAccess(Payload):
    """A right on one establishment; `covers_siren`: and on every establishment of its company."""

    siret: str
    role: AccountRole
    covers_siren: bool = False


class AccountChanged(Event):
    """An account as it is now; the newest version wins. For notifications: whom to write to."""

    topic: ClassVar[str] = "company_portal.account_changed.v1"
    classification: ClassVar[Classification] = Classification.PERSONAL
    account_id: UUID
    version: int
    email: str
    first_name: str
    last_name: str
    lang: Literal["fr", "en"] = "fr"
    is_active: bool
    accesses: tuple[AccountAccess, ...]

    @property
    def subject(self) -> str:
        return f"account/{self.account_id}"

    @property
    def sequence(self) -> int:
        return self.version


class ReportForgotten(ReportEvent):
    """The portal has erased the report."""

    topic: ClassVar[str] = "company_portal.report_forgotten.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    forgotten_at: datetime
