"""When there is something left to do, and whom to turn to."""

from datetime import UTC, datetime, timedelta

import pytest

from intake.domain.category_tree import CategoryTree
from intake.domain.next_steps import Impasse, impasse
from intake.domain.tracking import Fact, FactKind, Producer, Status, track
from intake.labels.next_steps import CATEGORIES, WHY, helpers_for

START = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


def a_fact(kind: FactKind, version: int, **details: object) -> Fact:
    producer = Producer.INTAKE if kind is FactKind.PROMISE_REVIEWED else Producer.COMPANY_PORTAL
    at = START + timedelta(hours=version)
    return Fact(producer=producer, version=version, kind=kind, at=at, details=dict(details))


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.WAITING, None),
        (Status.READ, None),
        (Status.TRIAGE, None),
        (Status.PROMISED, None),
        (Status.WITHDRAWN, None),
        (Status.EXPIRED_UNREAD, Impasse.NO_ANSWER),
        (Status.EXPIRED_UNANSWERED, Impasse.NO_ANSWER),
        (Status.NOT_CONCERNED, Impasse.NOBODY_CONCERNED),
        (Status.UNFOUNDED, Impasse.UNFOUNDED),
    ],
)
def test_there_is_more_to_do_once_the_report_led_nowhere(
    status: Status, expected: Impasse | None
) -> None:
    assert impasse(track([a_fact(FactKind.CLOSED, 1, status=status.value)])) is expected


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("kept", None),
        ("partly", Impasse.PROMISE_NOT_KEPT),
        ("not_kept", Impasse.PROMISE_NOT_KEPT),
    ],
)
def test_a_promise_that_was_not_kept_leaves_something_to_do(
    outcome: str, expected: Impasse | None
) -> None:
    facts = [
        a_fact(FactKind.CLOSED, 1, status="promised"),
        a_fact(FactKind.PROMISE_REVIEWED, 2, outcome=outcome),
    ]
    assert impasse(track(facts)) is expected


def test_every_category_has_somebody_to_turn_to(tree: CategoryTree) -> None:
    tops = {node.key for node in tree.tops}
    assert tops >= CATEGORIES
    for top in tops:
        helpers = helpers_for(top)
        assert helpers
        assert all(not helper.url or helper.url.startswith("https://") for helper in helpers)
    assert set(WHY) == set(Impasse)
