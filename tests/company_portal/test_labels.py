"""Everything that the code enumerates has its words."""

from collections.abc import Mapping
from enum import StrEnum

import pytest

from common.contracts.report import Rating
from common.http.language import Text
from company_portal import labels
from company_portal.domain.answer import AnswerKind, AnswerReason
from company_portal.domain.case import Move
from company_portal.domain.passwords import Weakness
from company_portal.domain.rights import Role
from company_portal.domain.status import Status


@pytest.mark.parametrize(
    ("words", "enumeration"),
    [
        (labels.STATUSES, Status),
        (labels.KINDS, AnswerKind),
        (labels.KIND_HINTS, AnswerKind),
        (labels.REASONS, AnswerReason),
        (labels.MOVES, Move),
        (labels.RATINGS, Rating),
        (labels.ROLES, Role),
        (labels.WEAKNESSES, Weakness),
    ],
)
def test_every_value_has_its_words_in_both_languages(
    words: Mapping[str, Text], enumeration: type[StrEnum]
) -> None:
    assert set(words) == set(enumeration)
    assert all(text.fr and text.en for text in words.values())


def test_every_status_has_a_badge() -> None:
    assert set(labels.STATUS_BADGES) == set(Status)
