"""What can be sent: the kinds of message, and which stop making sense once a holder's turn ends."""

from enum import StrEnum


class Channel(StrEnum):
    MAIL = "mail"
    LETTER = "letter"


class Kind(StrEnum):
    """One text, one folder of templates, one word in the operators' list."""

    EMAIL_CODE = "email_code"
    DRAFT_LINK = "draft_link"
    ACKNOWLEDGEMENT = "acknowledgement"
    TRIAGED = "triaged"
    NOT_TRANSMITTED = "not_transmitted"
    TRANSMITTED = "transmitted"
    READ = "read"
    ANSWERED = "answered"
    DECLINED = "declined"
    EXPIRED_UNREAD = "expired_unread"
    EXPIRED_UNANSWERED = "expired_unanswered"
    NOBODY_CONCERNED = "nobody_concerned"
    WITHDRAWN = "withdrawn"
    PROMISE_CHECK = "promise_check"
    NEW_REPORT = "new_report"
    COMPANY_REMINDER = "company_reminder"
    QUESTION = "question"
    CONSUMER_MESSAGE = "consumer_message"
    TRACKING_LINK = "tracking_link"
    ACTIVATION_LINK = "activation_link"
    ACTIVATION_LETTER = "activation_letter"


COMPANY_NOTICES = frozenset({Kind.NEW_REPORT, Kind.COMPANY_REMINDER, Kind.CONSUMER_MESSAGE})
"""What a company's users get unasked: they may stop it, and it has a daily budget."""

PASSING = frozenset(
    {
        Kind.TRANSMITTED,
        Kind.READ,
        Kind.QUESTION,
        Kind.NEW_REPORT,
        Kind.COMPANY_REMINDER,
        Kind.CONSUMER_MESSAGE,
    }
)
"""What says how a holder's turn goes: pointless when the turn ended before it was sent."""

KEPT_AFTER_WITHDRAWAL = frozenset({Kind.ACKNOWLEDGEMENT, Kind.WITHDRAWN, Kind.TRACKING_LINK})
"""What a consumer who took the report back still gets."""
