"""What the consumer sees of their report: a fold over facts that came in any order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """Where a report stands; the same words as in the contracts, which a test compares."""

    SUBMITTED = "submitted"
    TRIAGE = "triage"
    NOT_TRANSMITTED = "not_transmitted"
    WAITING = "waiting"
    READ = "read"
    PROMISED = "promised"
    UNFOUNDED = "unfounded"
    NOT_CONCERNED = "not_concerned"
    EXPIRED_UNREAD = "expired_unread"
    EXPIRED_UNANSWERED = "expired_unanswered"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


OPEN = frozenset({Status.SUBMITTED, Status.TRIAGE, Status.WAITING, Status.READ})
HELD = frozenset({Status.WAITING, Status.READ})
ANSWERED = frozenset({Status.PROMISED, Status.UNFOUNDED})


class Producer(StrEnum):
    INTAKE = "intake"
    ROUTING = "routing"
    COMPANY_PORTAL = "company_portal"


class FactKind(StrEnum):
    SUBMITTED = "submitted"
    ROUTED = "routed"
    TRIAGED = "triaged"
    NOT_TRANSMITTED = "not_transmitted"
    NAMED = "named"
    OPENED = "opened"
    ACCEPTED = "accepted"
    READ = "read"
    ASKED = "asked"
    MESSAGED = "messaged"
    DELIVERED = "delivered"
    ATTACHED = "attached"
    ANSWERED = "answered"
    DECLINED = "declined"
    CLOSED = "closed"
    REVIEWED = "reviewed"
    PROMISE_REVIEWED = "promise_reviewed"
    WITHDRAWN = "withdrawn"


# What happened at the same instant is told in the order of a report's life.
_ORDER = {kind: place for place, kind in enumerate(FactKind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that happened. `version` counts the producer's own facts about the report.

    `details` holds what the kind needs, as in the stored document: see `store/facts.py`.
    """

    producer: Producer
    version: int
    kind: FactKind
    at: datetime
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who must act, since when, until when (last day, Paris), and why that day."""

    name: str
    since: datetime
    deadline_on: date | None
    reason_fr: str | None
    reason_en: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    kind: str
    reason: str
    message: str
    company_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    rating: str
    comment: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """An establishment that the consumer may mean; `place` tells it from the others."""

    siret: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class PromiseReview:
    """Whether the promise was kept, in the consumer's eyes: kept, partly, not_kept."""

    outcome: str
    comment: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Tracking:
    """A report as its consumer follows it; `timeline` is oldest first.

    `choices` is the one question asked: which of these establishments is meant.
    """

    status: Status
    holder: Holder | None
    answer: Answer | None
    review: Review | None
    promise_review: PromiseReview | None
    choices: tuple[Choice, ...]
    timeline: tuple[Fact, ...]


class NotNow(Exception):
    """The report's state forbids the deed; `allowed` are the states that permit it."""

    def __init__(self, status: Status, allowed: Iterable[Status]) -> None:
        super().__init__(status.value)
        self.status = status
        self.allowed = tuple(sorted(allowed))


def track(facts: Iterable[Fact]) -> Tracking:
    """The state after these facts, in whatever order they are given.

    For each producer its newest fact counts. A withdrawal stands above the portal, the portal
    above routing, routing above the submission.
    """
    known = {(fact.producer, fact.version, fact.kind): fact for fact in facts}.values()
    timeline = tuple(sorted(known, key=lambda fact: (fact.at, _ORDER[fact.kind], fact.version)))
    portal = _newest(timeline, Producer.COMPANY_PORTAL)
    status = _status(timeline, portal)
    return Tracking(
        status=status,
        holder=_holder(portal),
        answer=_answer(portal),
        review=_review(_newest(timeline, Producer.INTAKE)),
        promise_review=_promise_review(_newest(timeline, Producer.INTAKE)),
        choices=_choices(timeline) if status is Status.TRIAGE else (),
        timeline=timeline,
    )


def refuse_unless(tracking: Tracking, allowed: frozenset[Status]) -> None:
    """Raise `NotNow` when the report is in none of these states."""
    if tracking.status not in allowed:
        raise NotNow(tracking.status, allowed)


def _newest(facts: Sequence[Fact], producer: Producer) -> list[Fact]:
    """The producer's facts, newest first."""
    own = (fact for fact in facts if fact.producer is producer)
    return sorted(own, key=lambda fact: (fact.version, _ORDER[fact.kind]), reverse=True)


def _status(facts: Sequence[Fact], portal: Sequence[Fact]) -> Status:
    if any(fact.kind is FactKind.WITHDRAWN for fact in facts):
        return Status.WITHDRAWN
    if portal:
        return Status(portal[0].details["status"])
    routing = _newest(facts, Producer.ROUTING)
    if not routing or routing[0].kind is FactKind.ROUTED:
        return Status.SUBMITTED
    triaged = routing[0].kind is FactKind.TRIAGED
    return Status.TRIAGE if triaged else Status.NOT_TRANSMITTED


def _holder(portal: Sequence[Fact]) -> Holder | None:
    """Who holds the case after its newest fact; `since` is when it was opened to them."""
    if not portal or portal[0].details.get("holder_name") is None:
        return None
    state = portal[0].details
    opened = next((fact for fact in portal if fact.kind is FactKind.OPENED), portal[-1])
    deadline = state.get("deadline_on")
    return Holder(
        name=state["holder_name"],
        since=opened.at,
        deadline_on=date.fromisoformat(deadline) if deadline else None,
        reason_fr=state.get("deadline_reason_fr"),
        reason_en=state.get("deadline_reason_en"),
    )


def _answer(portal: Sequence[Fact]) -> Answer | None:
    fact = next((fact for fact in portal if fact.kind is FactKind.ANSWERED), None)
    if fact is None:
        return None
    return Answer(
        kind=fact.details["kind"],
        reason=fact.details["reason"],
        message=fact.details["message"],
        company_name=fact.details["company_name"],
        at=fact.at,
    )


def _review(intake: Sequence[Fact]) -> Review | None:
    fact = next((fact for fact in intake if fact.kind is FactKind.REVIEWED), None)
    if fact is None:
        return None
    return Review(rating=fact.details["rating"], comment=fact.details.get("comment"), at=fact.at)


def _choices(facts: Sequence[Fact]) -> tuple[Choice, ...]:
    """What routing asks with its newest decision, until the consumer has named one of them."""
    routing = _newest(facts, Producer.ROUTING)
    if not routing or routing[0].kind is not FactKind.TRIAGED:
        return ()
    asked = routing[0]
    if any(
        fact.kind is FactKind.NAMED and fact.details["about"] == asked.version for fact in facts
    ):
        return ()
    return tuple(
        Choice(one["siret"], one["name"], one["place"]) for one in asked.details.get("choices", ())
    )


def question_of(tracking: Tracking) -> int:
    """The version of routing's decision that the question belongs to."""
    return max(
        (fact.version for fact in tracking.timeline if fact.producer is Producer.ROUTING), default=0
    )


def _promise_review(intake: Sequence[Fact]) -> PromiseReview | None:
    fact = next((fact for fact in intake if fact.kind is FactKind.PROMISE_REVIEWED), None)
    if fact is None:
        return None
    return PromiseReview(fact.details["outcome"], fact.details.get("comment"), fact.at)
