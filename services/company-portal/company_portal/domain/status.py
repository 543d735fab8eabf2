"""Where a case stands, as the portal owns it: from a holder's hands to its end."""

from enum import StrEnum


class Status(StrEnum):
    """The part of the shared report statuses that the portal decides; the values are the same."""

    TRIAGE = "triage"
    WAITING = "waiting"
    READ = "read"
    PROMISED = "promised"
    UNFOUNDED = "unfounded"
    NOT_CONCERNED = "not_concerned"
    EXPIRED_UNREAD = "expired_unread"
    EXPIRED_UNANSWERED = "expired_unanswered"
    WITHDRAWN = "withdrawn"


HELD = frozenset({Status.WAITING, Status.READ})
OPEN = HELD | {Status.TRIAGE}
CLOSED = frozenset(Status) - OPEN
