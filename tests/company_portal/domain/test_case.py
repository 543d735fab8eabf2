"""The case: its moves, its versions, and its one holder."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from common.contracts import report as contract
from company_portal.domain.answer import AnswerKind, AnswerReason
from company_portal.domain.case import (
    MOVES,
    Arrival,
    Case,
    Ending,
    Holder,
    ImpossibleMove,
    Move,
    QuestionPending,
    allowed_moves,
    moved_away,
    open_case,
)
from company_portal.domain.deadline import Deadline, Pause
from company_portal.domain.status import CLOSED, HELD, OPEN, Status
from tests.company_portal.builders import BAKERY, GARAGE, NOON, REPORT

DEADLINE = Deadline(date(2026, 5, 29), "25 jours", "25 days", "2026-1")


PAUSE = Pause(UUID(int=9), date(2026, 5, 4), DEADLINE)
LATER = Deadline(date(2026, 6, 29), "25 jours", "25 days", "2026-1")


def an_arrival(routing_version: int = 1, siret: str = BAKERY, *, is_offer: bool = False) -> Arrival:
    return Arrival(Holder(siret, "Au bon pain"), routing_version, DEADLINE, is_offer=is_offer)


def an_offer() -> Case:
    declined = a_case().answered(AnswerKind.NOT_CONCERNED, at=NOON)
    return declined.handed_off(an_arrival(2, GARAGE, is_offer=True), at=NOON)


def a_case() -> Case:
    return open_case(REPORT, "V7K2-9QXD", an_arrival(), at=NOON)


def test_a_first_reading_is_the_only_one() -> None:
    read = a_case().read(at=NOON)

    assert (read.status, read.holding.read_at, read.version) == (Status.READ, NOON, 2)
    with pytest.raises(ImpossibleMove) as refusal:
        read.read(at=NOON)
    assert Move.ANSWER in refusal.value.allowed
    assert Move.READ not in refusal.value.allowed


@pytest.mark.parametrize(
    ("kind", "status"),
    [(AnswerKind.PROMISE, Status.PROMISED), (AnswerKind.UNFOUNDED, Status.UNFOUNDED)],
)
def test_an_answer_is_final(kind: AnswerKind, status: Status) -> None:
    answered = a_case().answered(kind, at=NOON)

    assert (answered.status, answered.holding.ending) == (status, Ending.ANSWERED)
    assert answered.holder is None
    assert answered.deadline is None
    with pytest.raises(ImpossibleMove):
        answered.answered(kind, at=NOON)


def test_a_holder_that_is_not_concerned_gives_the_report_back() -> None:
    declined = a_case().read(at=NOON).answered(AnswerKind.NOT_CONCERNED, at=NOON)

    assert (declined.status, declined.holding.ending) == (Status.TRIAGE, Ending.DECLINED)
    assert declined.holder is None


def test_the_next_holder_starts_afresh_with_its_own_deadline() -> None:
    declined = a_case().answered(AnswerKind.NOT_CONCERNED, at=NOON)

    handed = declined.handed_off(an_arrival(2, GARAGE), at=NOON)

    assert (handed.status, handed.holding.number, handed.routing_version) == (Status.WAITING, 2, 2)
    assert handed.holder == Holder(GARAGE, "Au bon pain")
    assert handed.deadline == DEADLINE
    assert moved_away(declined, at=NOON) is None


def test_a_report_taken_from_its_holder_ends_that_holding() -> None:
    ended = moved_away(a_case(), at=NOON)

    assert ended is not None
    assert (ended.ending, ended.ended_at, ended.number) == (Ending.MOVED, NOON, 1)


def test_a_question_shows_that_the_report_was_read_and_waits_for_its_reply() -> None:
    asked = a_case().asked(PAUSE, DEADLINE, at=NOON)

    assert (asked.status, asked.holding.read_at, asked.pause) == (Status.READ, NOON, PAUSE)
    with pytest.raises(QuestionPending):
        asked.asked(PAUSE, DEADLINE, at=NOON)
    assert asked.heard().pause == PAUSE
    assert asked.heard(DEADLINE).pause is None


def test_a_deadline_that_passes_tells_whether_the_report_was_read() -> None:
    assert a_case().expired(at=NOON).status is Status.EXPIRED_UNREAD
    assert a_case().read(at=NOON).expired(at=NOON).status is Status.EXPIRED_UNANSWERED


def test_a_report_nobody_takes_closes_as_not_concerned() -> None:
    declined = a_case().answered(AnswerKind.NOT_CONCERNED, at=NOON)

    assert declined.closed_unclaimed(at=NOON).status is Status.NOT_CONCERNED


def test_an_offer_that_is_accepted_becomes_the_holder_s_own() -> None:
    offered = an_offer()
    accepted = offered.accepted(LATER, at=NOON)

    assert (offered.is_offered, accepted.is_offered) == (True, False)
    assert accepted.deadline == LATER
    assert accepted.holder == offered.holder
    with pytest.raises(ImpossibleMove):
        accepted.accepted(LATER, at=NOON)
    assert accepted.expired(at=NOON).status is Status.EXPIRED_UNREAD


def test_an_offer_that_is_refused_goes_back_to_triage() -> None:
    refused = an_offer().answered(AnswerKind.NOT_CONCERNED, at=NOON)

    assert (refused.status, refused.holder) == (Status.TRIAGE, None)


def test_an_offer_nobody_takes_closes_as_not_concerned_not_as_expired() -> None:
    offered = an_offer()
    closed = offered.closed_unclaimed(at=NOON)

    assert (closed.status, closed.holding.ending) == (Status.NOT_CONCERNED, Ending.EXPIRED)
    with pytest.raises(ImpossibleMove) as refusal:
        offered.expired(at=NOON)
    assert Move.ACCEPT in refusal.value.allowed
    with pytest.raises(ImpossibleMove):
        a_case().closed_unclaimed(at=NOON)


def test_a_report_is_withdrawn_from_a_holder_or_from_triage() -> None:
    declined = a_case().answered(AnswerKind.NOT_CONCERNED, at=NOON)

    assert a_case().withdrawn(at=NOON).holding.ending is Ending.WITHDRAWN
    assert declined.withdrawn(at=NOON).holding.ending is Ending.DECLINED
    assert declined.withdrawn(at=NOON).status is Status.WITHDRAWN


def test_what_is_closed_allows_no_move_but_the_check_of_a_promise() -> None:
    left = {status: MOVES[status] for status in CLOSED if MOVES[status]}

    assert left == {Status.PROMISED: {Move.CHECK_PROMISE}}


def test_the_words_are_those_of_the_contracts() -> None:
    assert {status.value for status in Status} <= {s.value for s in contract.ReportStatus}
    assert [kind.value for kind in AnswerKind] == [k.value for k in contract.AnswerKind]
    assert [reason.value for reason in AnswerReason] == [r.value for r in contract.AnswerReason]


class LifeOfACase(RuleBasedStateMachine):
    """Any moves in any order: the rules hold, and an impossible move changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.case = a_case()
        self.versions = [self.case.version]
        self.answers = 0

    def _try(self, move: Move, deed: Callable[[], Case]) -> None:
        before = self.case
        allowed = allowed_moves(before.status, is_offered=before.is_offered)
        if move in allowed:
            self.case = deed()
            self.versions.append(self.case.version)
            return
        with pytest.raises(ImpossibleMove) as refusal:
            deed()
        assert set(refusal.value.allowed) == allowed

    @rule()
    def read(self) -> None:
        self._try(Move.READ, lambda: self.case.read(at=NOON))

    @rule(kind=st.sampled_from([AnswerKind.PROMISE, AnswerKind.UNFOUNDED]))
    def answer(self, kind: AnswerKind) -> None:
        before = self.case
        self._try(Move.ANSWER, lambda: self.case.answered(kind, at=NOON))
        self.answers += self.case is not before

    @rule()
    def decline(self) -> None:
        self._try(Move.DECLINE, lambda: self.case.answered(AnswerKind.NOT_CONCERNED, at=NOON))

    @rule()
    def accept(self) -> None:
        self._try(Move.ACCEPT, lambda: self.case.accepted(LATER, at=NOON))

    @rule(hours=st.integers(1, 1000), is_offer=st.booleans())
    def hand_off(self, hours: int, *, is_offer: bool) -> None:
        assume(len(self.versions) < 30)
        arrival = an_arrival(self.case.routing_version + 1, GARAGE, is_offer=is_offer)
        at = datetime(2026, 5, 4, tzinfo=UTC) + timedelta(hours=hours)
        self._try(Move.HAND_OFF, lambda: self.case.handed_off(arrival, at=at))

    @rule()
    def remind(self) -> None:
        self._try(Move.REMIND, self.case.reminded)

    @rule()
    def ask(self) -> None:
        assume(self.case.pause is None)
        self._try(Move.ASK, lambda: self.case.asked(PAUSE, DEADLINE, at=NOON))

    @rule(deadline=st.sampled_from([None, DEADLINE]))
    def hear(self, deadline: Deadline | None) -> None:
        self._try(Move.HEAR, lambda: self.case.heard(deadline))

    @rule()
    def expire(self) -> None:
        self._try(Move.EXPIRE, lambda: self.case.expired(at=NOON))

    @rule()
    def close_unclaimed(self) -> None:
        self._try(Move.CLOSE_UNCLAIMED, lambda: self.case.closed_unclaimed(at=NOON))

    @rule()
    def check_promise(self) -> None:
        self._try(Move.CHECK_PROMISE, self.case.promise_checked)

    @rule()
    def withdraw(self) -> None:
        self._try(Move.WITHDRAW, lambda: self.case.withdrawn(at=NOON))

    @invariant()
    def an_open_case_has_exactly_one_holder_or_is_in_triage(self) -> None:
        held = self.case.holder is not None
        assert held == (self.case.status in HELD)
        assert held == (self.case.holding.ending is None)
        assert held == (self.case.deadline is not None)
        assert (self.case.status in OPEN) == (held or self.case.status is Status.TRIAGE)

    @invariant()
    def a_clock_stands_still_only_while_somebody_has_read_and_holds_the_report(self) -> None:
        assert self.case.pause is None or self.case.status is Status.READ

    @invariant()
    def versions_follow_one_another(self) -> None:
        assert self.versions == list(range(1, len(self.versions) + 1))

    @invariant()
    def there_is_at_most_one_final_answer(self) -> None:
        assert self.answers <= 1


TestLifeOfACase = LifeOfACase.TestCase
TestLifeOfACase.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
