"""What each message says: one frozen context per kind, the only thing its templates may use."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from notifications.domain.kinds import Kind

Lang = Literal["fr", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailCode:
    kind: ClassVar[Kind] = Kind.EMAIL_CODE
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLink:
    kind: ClassVar[Kind] = Kind.DRAFT_LINK
    resume_url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationLink:
    kind: ClassVar[Kind] = Kind.ACTIVATION_LINK
    company_name: str
    siret: str
    activation_url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumerMessage:
    """What every message about a report to its consumer says; `category` is the path of labels."""

    first_name: str
    reference: str
    tracking_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement(ConsumerMessage):
    kind: ClassVar[Kind] = Kind.ACKNOWLEDGEMENT
    category: tuple[str, ...]
    observed_on: date
    description: str
    attachment_count: int
    is_advice: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Triaged(ConsumerMessage):
    kind: ClassVar[Kind] = Kind.TRIAGED


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTransmitted(ConsumerMessage):
    kind: ClassVar[Kind] = Kind.NOT_TRANSMITTED
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transmitted(ConsumerMessage):
    """`is_handed_on`: another holder had the report before."""

    kind: ClassVar[Kind] = Kind.TRANSMITTED
    company_name: str | None
    deadline_on: date | None
    has_account: bool
    is_handed_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(ConsumerMessage):
    kind: ClassVar[Kind] = Kind.READ
    company_name: str | None
    deadline_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(ConsumerMessage):
    """`reply_by`: after that day the company's clock goes on without a reply."""

    kind: ClassVar[Kind] = Kind.QUESTION
    company_name: str
    text: str
    reply_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(ConsumerMessage):
    kind: ClassVar[Kind] = Kind.ANSWERED
    company_name: str
    answer_kind: str
    reason: str
    message: str
    attachment_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined(ConsumerMessage):
    kind: ClassVar[Kind] = Kind.DECLINED
    company_name: str | None
    reason: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiredUnread(ConsumerMessage):
    kind: ClassVar[Kind] = Kind.EXPIRED_UNREAD


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiredUnanswered(ConsumerMessage):
    kind: ClassVar[Kind] = Kind.EXPIRED_UNANSWERED


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyConcerned(ConsumerMessage):
    kind: ClassVar[Kind] = Kind.NOBODY_CONCERNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(ConsumerMessage):
    kind: ClassVar[Kind] = Kind.WITHDRAWN


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingLink(ConsumerMessage):
    kind: ClassVar[Kind] = Kind.TRACKING_LINK


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCheck(ConsumerMessage):
    kind: ClassVar[Kind] = Kind.PROMISE_CHECK
    promised_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyMessage:
    """What every message about a report to a company's users says."""

    company_name: str | None
    siret: str
    reference: str
    deadline_on: date | None
    report_url: str
    unsubscribe_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport(CompanyMessage):
    kind: ClassVar[Kind] = Kind.NEW_REPORT
    category: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyReminder(CompanyMessage):
    """`is_last`: the deadline is tomorrow; `is_read`: someone of the company opened the report."""

    kind: ClassVar[Kind] = Kind.COMPANY_REMINDER
    is_last: bool
    is_read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumerWrote(CompanyMessage):
    """`is_reply`: to the company's question; its clock goes on. The words are on the portal."""

    kind: ClassVar[Kind] = Kind.CONSUMER_MESSAGE
    is_reply: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationLetter:
    """`address` is the envelope's, postal line last; `letter_number` counts from 1."""

    kind: ClassVar[Kind] = Kind.ACTIVATION_LETTER
    company_name: str
    address: tuple[str, ...]
    siret: str
    code: str
    expires_on: date
    letter_number: int
    reference: str
    category: str
    deadline_on: date


MailMessage = (
    EmailCode
    | DraftLink
    | ActivationLink
    | Acknowledgement
    | Triaged
    | NotTransmitted
    | Transmitted
    | Read
    | Question
    | Answered
    | Declined
    | ExpiredUnread
    | ExpiredUnanswered
    | NobodyConcerned
    | Withdrawn
    | TrackingLink
    | PromiseCheck
    | NewReport
    | CompanyReminder
    | ConsumerWrote
)
Message = MailMessage | ActivationLetter
