"""Everything that screens say exists, in both languages."""

from collections.abc import Mapping
from enum import StrEnum

import pytest

from agent_analytics import labels
from agent_analytics.domain.search import Dimension, Order
from agent_analytics.domain.status import Status
from agent_analytics.domain.territory import Role
from agent_analytics.domain.timeline import Happening
from common.contracts.company_portal import Reminder
from common.contracts.notifications import Channel, DeliveryState
from common.contracts.report import AnswerKind, AnswerReason, NotTransmittedReason, Rating, Wish
from common.http.language import Text
from common.testing.catalogues import missing, unused


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (labels.STATUSES, Status),
        (labels.HAPPENINGS, Happening),
        (labels.ROLES, Role),
        (labels.DIMENSIONS, Dimension),
        (labels.ORDERS, Order),
        (labels.RATINGS, Rating),
        (labels.WISHES, Wish),
        (labels.ANSWER_KINDS, AnswerKind),
        (labels.ANSWER_REASONS, AnswerReason),
        (labels.NOT_TRANSMITTED, NotTransmittedReason),
        (labels.REMINDERS, Reminder),
        (labels.CHANNELS, Channel),
        (labels.DELIVERY_STATES, DeliveryState),
    ],
)
def test_every_value_has_a_label(words: Mapping[StrEnum, Text], values: type[StrEnum]) -> None:
    assert set(words) == set(values)
    assert all(text.fr and text.en for text in words.values())


def test_every_sentence_is_translated() -> None:
    assert missing("agent_analytics") == []
    assert unused("agent_analytics") == []
