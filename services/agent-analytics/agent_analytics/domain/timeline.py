"""The story of a report, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Happening(StrEnum):
    """What a line of the timeline tells."""

    SUBMITTED = "submitted"
    ROUTED = "routed"
    TRIAGED = "triaged"
    NOT_TRANSMITTED = "not_transmitted"
    CASE_OPENED = "case_opened"
    ACCEPTED = "accepted"
    READ = "read"
    QUESTION_ASKED = "question_asked"
    MESSAGE_RECEIVED = "message_received"
    ANSWERED = "answered"
    DECLINED = "declined"
    CLOSED = "closed"
    REMINDED = "reminded"
    PROMISE_CHECKED = "promise_checked"
    AUTHORITY_INFORMED = "authority_informed"
    REVIEWED = "reviewed"
    PROMISE_REVIEWED = "promise_reviewed"
    WITHDRAWN = "withdrawn"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `occurrence` tells lines of one kind apart: the producer's version, or an id."""

    happening: Happening
    occurrence: str
    at: datetime
    detail: Mapping[str, str] = field(default_factory=dict)
