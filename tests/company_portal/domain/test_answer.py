"""The families of answers and their reasons."""

from collections import Counter
from uuid import UUID

import pytest

from company_portal.domain.answer import (
    REASONS,
    Answer,
    AnswerKind,
    AnswerReason,
    ReasonOutsideFamily,
)
from tests.company_portal.builders import NOON


def an_answer(kind: AnswerKind, reason: AnswerReason) -> Answer:
    return Answer(kind, reason, "Bonjour", None, UUID(int=1), NOON)


def test_every_reason_belongs_to_exactly_one_family() -> None:
    places = Counter(reason for reasons in REASONS.values() for reason in reasons)

    assert places == Counter(AnswerReason)
    assert set(REASONS) == set(AnswerKind)


def test_a_reason_of_another_family_is_refused_and_the_right_ones_named() -> None:
    with pytest.raises(ReasonOutsideFamily) as refusal:
        an_answer(AnswerKind.PROMISE, AnswerReason.HOMONYM)

    assert refusal.value.allowed == REASONS[AnswerKind.PROMISE]


def test_a_reason_of_the_family_stands() -> None:
    assert an_answer(AnswerKind.NOT_CONCERNED, AnswerReason.HOMONYM).reason is AnswerReason.HOMONYM
