"""Every word for people exists, in both languages."""

import pytest

from common.http.language import Text
from routing.domain.lead import LeadKind, LeadState
from routing.domain.mode import Mode
from routing.domain.reasons import Reason
from routing.domain.report import Stage
from routing.domain.resemblance import NameKind
from routing.labels import (
    EXPLANATIONS,
    LEAD_LABELS,
    LEAD_STATE_LABELS,
    MODE_LABELS,
    NAME_LABELS,
    REASON_LABELS,
    STAGE_LABELS,
    evidence_told,
    explain,
)


@pytest.mark.parametrize(
    ("enum", "labels"),
    [
        (Mode, MODE_LABELS),
        (Mode, EXPLANATIONS),
        (Stage, STAGE_LABELS),
        (NameKind, NAME_LABELS),
        (Reason, REASON_LABELS),
        (LeadKind, LEAD_LABELS),
        (LeadState, LEAD_STATE_LABELS),
    ],
)
def test_labels_are_total(enum: type[Mode], labels: dict[object, Text]) -> None:
    assert set(labels) == set(enum)
    assert all(text.fr and text.en for text in labels.values())


@pytest.mark.parametrize("mode", Mode)
def test_each_decision_is_a_sentence_in_both_languages(mode: Mode) -> None:
    facts = {"rule": "Jouets", "host": "boutique.example", "similar": "boutiques.example"}
    told = explain(mode, siret="05980665300016", declined="32682083400033", **facts)
    for sentence in (told.fr, told.en):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert "{" not in sentence


def test_the_data_used_is_told_in_words_and_what_is_missing_is_not() -> None:
    told = evidence_told({"similar": ["a.fr", "b.fr"], "filters": {"d": "13"}, "named": ""})
    assert [(label.en, value) for label, value in told] == [
        ("Looks like", "a.fr, b.fr"),
        ("Place searched", "13"),
    ]
