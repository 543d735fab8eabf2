"""The messages between a consumer and who holds the report, read from the facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from intake.domain.tracking import HELD, Fact, FactKind, Tracking

LONGEST_MESSAGE = 2000
MOST_MESSAGES = 20

# What ends a holder's turn, and with it the wait for a reply.
_TURNS = frozenset({FactKind.OPENED, FactKind.ANSWERED, FactKind.DECLINED, FactKind.CLOSED})


class Author(StrEnum):
    COMPANY = "company"
    CONSUMER = "consumer"


class TooManyMessages(Exception):
    """The consumer has written as often as one may about a report."""


@dataclass(frozen=True, slots=True)
class Message:
    """`name`: the company that asked; nobody of it is named. None for the consumer's own."""

    author: Author
    name: str | None
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """A question that awaits its reply; after `reply_by` (Paris) the holder's clock goes on."""

    id: UUID
    text: str
    company_name: str
    reply_by: date


def thread(tracking: Tracking) -> Sequence[Message]:
    """Every message, oldest first."""
    return [
        Message(
            Author.CONSUMER if fact.kind is FactKind.MESSAGED else Author.COMPANY,
            fact.details.get("company_name"),
            fact.details["text"],
            fact.at,
        )
        for fact in tracking.timeline
        if fact.kind in (FactKind.ASKED, FactKind.MESSAGED)
    ]


def open_question(tracking: Tracking) -> Question | None:
    """The holder's question that the consumer has not replied to, while it can be."""
    asked = _newest(tracking, FactKind.ASKED)
    if asked is None or tracking.status not in HELD:
        return None
    over = any(fact.kind in _TURNS and fact.version > asked.version for fact in tracking.timeline)
    replied = any(
        fact.kind is FactKind.MESSAGED
        and fact.details.get("question_id") == asked.details["question_id"]
        for fact in tracking.timeline
    )
    if over or replied:
        return None
    return Question(
        id=UUID(asked.details["question_id"]),
        text=asked.details["text"],
        company_name=asked.details["company_name"],
        reply_by=date.fromisoformat(asked.details["reply_by"]),
    )


def refuse_too_many(tracking: Tracking) -> None:
    """Raise `TooManyMessages` when the consumer may write no more."""
    written = sum(fact.kind is FactKind.MESSAGED for fact in tracking.timeline)
    if written >= MOST_MESSAGES:
        raise TooManyMessages


def _newest(tracking: Tracking, kind: FactKind) -> Fact | None:
    found = (fact for fact in tracking.timeline if fact.kind is kind)
    return max(found, key=lambda fact: fact.version, default=None)
