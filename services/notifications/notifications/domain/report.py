"""A report as notifications sees it: someone to tell, and how far it has come."""

from dataclasses import dataclass
from uuid import UUID

from notifications.domain.messages import Lang
from notifications.domain.sending import Course


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumer:
    """Whom to tell about a report, and how to call it."""

    first_name: str
    email: str
    lang: Lang
    reference: str
    tracking_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`consumer` is None while unknown, and again once erased.

    `holder_has_account` tells how the newest known holder is written to; None while unknown.
    """

    report_id: UUID
    consumer: Consumer | None
    holder_has_account: bool | None
    course: Course
    is_erased: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A company's user who is told about its reports."""

    account_id: UUID
    email: str
