from datetime import timedelta

import pytest

from common.contracts import notifications as contract
from notifications.domain.kinds import Channel, Kind
from notifications.domain.sending import (
    RETRY_DELAYS,
    Answer,
    Course,
    Reason,
    State,
    Verdict,
    judge,
)
from tests.notifications.world import MOMENT


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (Answer.ACCEPTED, Verdict(State.SENT)),
        (Answer.REJECTED, Verdict(State.FAILED, Reason.REFUSED)),
        (Answer.NO_SUCH_MAILBOX, Verdict(State.FAILED, Reason.NO_SUCH_MAILBOX)),
        (Answer.SILENT, Verdict(State.UNKNOWN, Reason.SERVER_SILENT)),
    ],
)
def test_a_final_answer_ends_the_delivery(answer: Answer, verdict: Verdict) -> None:
    assert judge(answer, attempts=1, now=MOMENT, expires_at=None) == verdict


def test_what_was_not_taken_waits_longer_each_time() -> None:
    waits = [
        judge(Answer.DEFERRED, attempts=attempts, now=MOMENT, expires_at=None)
        for attempts in range(1, len(RETRY_DELAYS) + 1)
    ]
    assert [verdict.retry_at for verdict in waits] == [MOMENT + delay for delay in RETRY_DELAYS]
    assert {verdict.state for verdict in waits} == {State.PENDING}


def test_after_three_days_it_is_given_up() -> None:
    last = judge(Answer.DEFERRED, attempts=len(RETRY_DELAYS) + 1, now=MOMENT, expires_at=None)
    assert last == Verdict(State.FAILED, Reason.GAVE_UP)
    assert timedelta(days=3) <= sum(RETRY_DELAYS, timedelta()) < timedelta(days=3, hours=2)


def test_a_code_that_would_arrive_expired_is_not_tried_again() -> None:
    verdict = judge(Answer.DEFERRED, attempts=1, now=MOMENT, expires_at=MOMENT + RETRY_DELAYS[0])
    assert verdict == Verdict(State.FAILED, Reason.EXPIRED)


@pytest.mark.parametrize("kind", Kind)
def test_a_report_taken_back_leaves_three_things_to_say(kind: Kind) -> None:
    kept = {Kind.ACKNOWLEDGEMENT, Kind.WITHDRAWN, Kind.TRACKING_LINK}
    assert Course(is_withdrawn=True).overtakes(kind, 1) is (kind not in kept)


def test_what_was_said_of_a_turn_is_overtaken_when_the_turn_has_ended() -> None:
    course = Course(turn_ended_at=3)
    assert course.overtakes(Kind.COMPANY_REMINDER, 2)
    assert course.overtakes(Kind.READ, 2)
    assert not course.overtakes(Kind.TRANSMITTED, 4)
    assert not course.overtakes(Kind.ANSWERED, 2)


def test_the_words_are_those_of_the_wire() -> None:
    assert {state.value for state in State} == {state.value for state in contract.DeliveryState}
    assert {channel.value for channel in Channel} == {channel.value for channel in contract.Channel}
