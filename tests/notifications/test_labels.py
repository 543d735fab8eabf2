from collections.abc import Mapping
from enum import StrEnum

import pytest

from common.contracts.report import AnswerReason
from common.http.language import Text
from notifications import labels
from notifications.domain.access import Role
from notifications.domain.kinds import Channel, Kind
from notifications.domain.sending import Reason, State

TABLES = [
    (labels.CHANNELS, Channel),
    (labels.ROLES, Role),
    (labels.STATES, State),
    (labels.KINDS, Kind),
    (labels.ENDINGS, Reason),
    (labels.REASONS, AnswerReason),
]


@pytest.mark.parametrize(("table", "words"), TABLES)
def test_every_word_has_a_label_in_both_languages(
    table: Mapping[StrEnum, Text], words: type[StrEnum]
) -> None:
    assert set(table) == set(words)
    assert all(label.fr and label.en for label in table.values())
