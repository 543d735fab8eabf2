"""The fold over facts that makes the tracking page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.contracts.report import OPEN_STATUSES, ReportStatus
from intake.domain.tracking import (
    ANSWERED,
    OPEN,
    Fact,
    FactKind,
    NotNow,
    Producer,
    Status,
    refuse_unless,
    track,
)

START = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
ROUTING, PORTAL = Producer.ROUTING, Producer.COMPANY_PORTAL


def at(hours: int) -> datetime:
    return START + timedelta(hours=hours)


def case(version: int, fact_kind: FactKind, status: str, **more: object) -> Fact:
    details: dict[str, object] = {"status": status, "holder_name": "Boulangerie Paul"} | more
    return Fact(
        producer=PORTAL, version=version, kind=fact_kind, at=at(version + 2), details=details
    )


SUBMITTED = Fact(producer=Producer.INTAKE, version=1, kind=FactKind.SUBMITTED, at=START)
ROUTED = Fact(producer=ROUTING, version=1, kind=FactKind.ROUTED, at=at(1))
OPENED = case(
    1,
    FactKind.OPENED,
    "waiting",
    deadline_on="2026-07-03",
    deadline_reason_fr="soixante jours",
    deadline_reason_en="sixty days",
)
READ = case(2, FactKind.READ, "read")
ANSWER = case(
    3,
    FactKind.ANSWERED,
    "promised",
    holder_name=None,
    kind="promise",
    reason="refund_or_credit",
    message="Nous remboursons.",
    company_name="Boulangerie Paul",
)
REVIEW = Fact(
    producer=Producer.INTAKE,
    version=2,
    kind=FactKind.REVIEWED,
    at=at(9),
    details={"rating": "positive", "comment": "Merci"},
)
WITHDRAWN = Fact(producer=Producer.INTAKE, version=3, kind=FactKind.WITHDRAWN, at=at(10))
TRIAGED = Fact(producer=ROUTING, version=2, kind=FactKind.TRIAGED, at=at(2))
LIFE = [SUBMITTED, ROUTED, OPENED, READ, ANSWER, REVIEW]


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ([SUBMITTED], Status.SUBMITTED),
        ([SUBMITTED, ROUTED], Status.SUBMITTED),
        ([SUBMITTED, ROUTED, TRIAGED], Status.TRIAGE),
        (
            [
                SUBMITTED,
                Fact(producer=ROUTING, version=1, kind=FactKind.NOT_TRANSMITTED, at=at(1)),
            ],
            Status.NOT_TRANSMITTED,
        ),
        ([SUBMITTED, OPENED], Status.WAITING),
        ([SUBMITTED, OPENED, READ], Status.READ),
        (LIFE, Status.PROMISED),
        ([*LIFE, WITHDRAWN], Status.WITHDRAWN),
    ],
)
def test_the_newest_word_of_the_nearest_to_the_case_counts(
    facts: list[Fact], status: Status
) -> None:
    assert track(facts).status is status


def test_the_holder_is_told_with_the_deadline_and_its_reason() -> None:
    holder = track([SUBMITTED, ROUTED, OPENED]).holder
    assert holder is not None
    assert (holder.name, holder.since) == ("Boulangerie Paul", OPENED.at)
    assert holder.deadline_on == date(2026, 7, 3)
    assert (holder.reason_fr, holder.reason_en) == ("soixante jours", "sixty days")


def test_a_holder_keeps_the_day_it_was_opened_to_it() -> None:
    holder = track([OPENED, READ]).holder
    assert holder is not None
    assert holder.since == OPENED.at
    assert holder.deadline_on is None


def test_a_reading_heard_before_the_opening_has_a_holder_all_the_same() -> None:
    holder = track([SUBMITTED, READ]).holder
    assert holder is not None
    assert holder.since == READ.at


def test_nobody_holds_an_answered_report() -> None:
    tracking = track(LIFE)
    assert tracking.holder is None
    assert tracking.answer is not None
    assert tracking.answer.message == "Nous remboursons."
    assert tracking.review is not None
    assert tracking.review.comment == "Merci"


def test_a_later_review_replaces_an_earlier_one() -> None:
    again = Fact(
        producer=Producer.INTAKE,
        version=3,
        kind=FactKind.REVIEWED,
        at=at(12),
        details={"rating": "negative"},
    )
    review = track([again, *LIFE]).review
    assert review is not None
    assert (review.rating, review.comment) == ("negative", None)


def test_the_timeline_is_oldest_first() -> None:
    kinds = [fact.kind for fact in track(reversed(LIFE)).timeline]
    assert kinds == [
        FactKind.SUBMITTED,
        FactKind.ROUTED,
        FactKind.OPENED,
        FactKind.READ,
        FactKind.ANSWERED,
        FactKind.REVIEWED,
    ]


@given(st.permutations([*LIFE, TRIAGED]), st.lists(st.sampled_from([*LIFE, TRIAGED])))
def test_any_order_and_any_repetition_give_the_same_state(
    order: list[Fact], repeated: list[Fact]
) -> None:
    assert track([*order, *repeated]) == track([*LIFE, TRIAGED])


def test_a_deed_is_refused_with_the_states_that_permit_it() -> None:
    refuse_unless(track(LIFE), ANSWERED)
    with pytest.raises(NotNow) as refusal:
        refuse_unless(track([SUBMITTED]), ANSWERED)
    assert refusal.value.allowed == (Status.PROMISED, Status.UNFOUNDED)


def test_statuses_are_those_of_the_contract() -> None:
    assert {status.value for status in Status} == {status.value for status in ReportStatus}
    assert {status.value for status in OPEN} == {status.value for status in OPEN_STATUSES}
