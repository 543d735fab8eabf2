"""The case: one report in the hands of one holder at a time, and the moves it allows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from company_portal.domain.answer import STATUS_AFTER, AnswerKind
from company_portal.domain.deadline import Deadline, Pause
from company_portal.domain.status import HELD, Status


class Move(StrEnum):
    """What can happen to a case."""

    OPEN = "open"
    READ = "read"
    ACCEPT = "accept"
    ANSWER = "answer"
    DECLINE = "decline"
    HAND_OFF = "hand_off"
    REMIND = "remind"
    ASK = "ask"
    HEAR = "hear"
    EXPIRE = "expire"
    CLOSE_UNCLAIMED = "close_unclaimed"
    CHECK_PROMISE = "check_promise"
    WITHDRAW = "withdraw"


_WHILE_HELD = frozenset(
    {Move.ANSWER, Move.DECLINE, Move.HAND_OFF, Move.REMIND, Move.EXPIRE, Move.WITHDRAW}
    | {Move.ACCEPT, Move.CLOSE_UNCLAIMED, Move.ASK, Move.HEAR}
)
# What a report that is offered allows, and one that is the holder’s own does not; the contrary.
_WHEN_OFFERED = frozenset({Move.ACCEPT, Move.CLOSE_UNCLAIMED})
_WHEN_OWN = frozenset({Move.EXPIRE, Move.ASK})
# The whole transition table: what is not here cannot happen.
MOVES: Mapping[Status, frozenset[Move]] = {
    Status.TRIAGE: frozenset({Move.HAND_OFF, Move.CLOSE_UNCLAIMED, Move.WITHDRAW}),
    Status.WAITING: _WHILE_HELD | {Move.READ},
    Status.READ: _WHILE_HELD,
    Status.PROMISED: frozenset({Move.CHECK_PROMISE}),
    Status.UNFOUNDED: frozenset(),
    Status.NOT_CONCERNED: frozenset(),
    Status.EXPIRED_UNREAD: frozenset(),
    Status.EXPIRED_UNANSWERED: frozenset(),
    Status.WITHDRAWN: frozenset(),
}


def allowed_moves(status: Status, *, is_offered: bool) -> frozenset[Move]:
    """What may happen now; `is_offered`: the holder has not said yet that it is concerned."""
    if status not in HELD:
        return MOVES[status]
    return MOVES[status] - (_WHEN_OWN if is_offered else _WHEN_OFFERED)


class ImpossibleMove(Exception):
    """The case does not allow this move where it stands; `allowed` are those it does allow."""

    def __init__(self, move: Move, status: Status, *, is_offered: bool = False) -> None:
        super().__init__(f"{move} is impossible when {status}")
        self.move = move
        self.status = status
        self.allowed = tuple(sorted(allowed_moves(status, is_offered=is_offered)))


class QuestionPending(Exception):
    """The consumer has not replied to the last question yet."""


class Ending(StrEnum):
    """How a holder's time with a report ended; after the first two, the report went elsewhere."""

    DECLINED = "declined"
    MOVED = "moved"
    ANSWERED = "answered"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


LEFT = frozenset({Ending.DECLINED, Ending.MOVED})


@dataclass(frozen=True, slots=True)
class Holder:
    """An establishment that is given a report."""

    siret: str
    name: str

    @property
    def siren(self) -> str:
        return self.siret[:9]


@dataclass(frozen=True, slots=True)
class Holding:
    """One holder's time with a report; `number` counts the holders of the report from 1.

    `was_offered`: routing thinks that it is concerned after another said that it is not; it is
    the holder’s own once `accepted_at` is known.
    """

    number: int
    holder: Holder
    opened_at: datetime
    was_offered: bool = False
    accepted_at: datetime | None = None
    read_at: datetime | None = None
    ended_at: datetime | None = None
    ending: Ending | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A holder, by which of routing's decisions, and until when it may act."""

    holder: Holder
    routing_version: int
    deadline: Deadline
    is_offer: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A report on the portal. `holding` is the latest; it is unended while someone must act.

    `version` counts the changes of the case, `routing_version` routing's decisions followed.
    """

    report_id: UUID
    reference: str
    version: int
    routing_version: int
    status: Status
    holding: Holding
    deadline: Deadline | None
    pause: Pause | None = None

    @property
    def holder(self) -> Holder | None:
        """Who must act now; None once closed or while routing looks for the next one."""
        return self.holding.holder if self.status in HELD else None

    @property
    def is_offered(self) -> bool:
        """Whether its holder still has to say that it is concerned."""
        return self.holder is not None and is_offer(self.holding)

    def may(self, move: Move) -> bool:
        return move in allowed_moves(self.status, is_offered=self.is_offered)

    def read(self, *, at: datetime) -> "Case":
        """The holder opens the report for the first time."""
        self._demand(Move.READ)
        return self._next(status=Status.READ, holding=replace(self.holding, read_at=at))

    def accepted(self, deadline: Deadline, *, at: datetime) -> "Case":
        """The holder says that it is concerned: the report is its own, with a new deadline."""
        self._demand(Move.ACCEPT)
        return self._next(holding=replace(self.holding, accepted_at=at), deadline=deadline)

    def answered(self, kind: AnswerKind, *, at: datetime) -> "Case":
        """The holder gives its one answer; `not_concerned` sends the report back to routing."""
        declines = kind is AnswerKind.NOT_CONCERNED
        self._demand(Move.DECLINE if declines else Move.ANSWER)
        ending = Ending.DECLINED if declines else Ending.ANSWERED
        return self._ended(STATUS_AFTER[kind], ending, at)

    def handed_off(self, arrival: Arrival, *, at: datetime) -> "Case":
        """Another holder gets the report with its thread; the former one keeps a trace."""
        self._demand(Move.HAND_OFF)
        return self._next(
            status=Status.WAITING,
            routing_version=arrival.routing_version,
            holding=Holding(
                self.holding.number + 1, arrival.holder, at, was_offered=arrival.is_offer
            ),
            deadline=arrival.deadline,
            pause=None,
        )

    def asked(self, pause: Pause, deadline: Deadline, *, at: datetime) -> "Case":
        """The holder asks the consumer a question, which shows that it has read the report."""
        self._demand(Move.ASK)
        if self.pause is not None:
            raise QuestionPending
        holding = replace(self.holding, read_at=self.holding.read_at or at)
        return self._next(status=Status.READ, holding=holding, pause=pause, deadline=deadline)

    def heard(self, deadline: Deadline | None = None) -> "Case":
        """The consumer wrote; with a deadline, it is the awaited reply and the clock goes on."""
        self._demand(Move.HEAR)
        if deadline is None:
            return self._next()
        return self._next(pause=None, deadline=deadline)

    def reminded(self) -> "Case":
        self._demand(Move.REMIND)
        return self._next()

    def expired(self, *, at: datetime) -> "Case":
        """The deadline passed without an answer."""
        self._demand(Move.EXPIRE)
        unread = self.status is Status.WAITING
        status = Status.EXPIRED_UNREAD if unread else Status.EXPIRED_UNANSWERED
        return self._ended(status, Ending.EXPIRED, at)

    def closed_unclaimed(self, *, at: datetime) -> "Case":
        """Nobody took the report after a holder declined it; an offer ends with its last day."""
        self._demand(Move.CLOSE_UNCLAIMED)
        if self.status is Status.TRIAGE:
            return self._next(status=Status.NOT_CONCERNED)
        return self._ended(Status.NOT_CONCERNED, Ending.EXPIRED, at)

    def promise_checked(self) -> "Case":
        """The consumer is asked whether the promise was kept."""
        self._demand(Move.CHECK_PROMISE)
        return self._next()

    def withdrawn(self, *, at: datetime) -> "Case":
        """The consumer takes the report back, whoever holds it."""
        self._demand(Move.WITHDRAW)
        if self.status is Status.TRIAGE:
            return self._next(status=Status.WITHDRAWN)
        return self._ended(Status.WITHDRAWN, Ending.WITHDRAWN, at)

    def _demand(self, move: Move) -> None:
        if not self.may(move):
            raise ImpossibleMove(move, self.status, is_offered=self.is_offered)

    def _ended(self, status: Status, ending: Ending, at: datetime) -> "Case":
        holding = replace(self.holding, ended_at=at, ending=ending)
        return self._next(status=status, holding=holding, deadline=None, pause=None)

    def _next(self, **changes: object) -> "Case":
        return replace(self, version=self.version + 1, **changes)  # type: ignore[arg-type]  # dataclasses.replace cannot be typed through **


def is_offer(holding: Holding) -> bool:
    return holding.was_offered and holding.accepted_at is None


def open_case(report_id: UUID, reference: str, arrival: Arrival, *, at: datetime) -> Case:
    """The first holder gets the report."""
    return Case(
        report_id=report_id,
        reference=reference,
        version=1,
        routing_version=arrival.routing_version,
        status=Status.WAITING,
        holding=Holding(1, arrival.holder, at, was_offered=arrival.is_offer),
        deadline=arrival.deadline,
    )


def moved_away(case: Case, *, at: datetime) -> Holding | None:
    """The holding that a hand-off ends, or None when the holder had already let go."""
    if case.holder is None:
        return None
    return replace(case.holding, ended_at=at, ending=Ending.MOVED)
