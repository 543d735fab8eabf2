"""A line of French never begins with a question mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.http.language import Language, Text
from common.typography import unbroken


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Quand ? Où ; là !", "Quand\u00a0? Où\u00a0; là\u00a0!"),
        ("Lisez « ceci » : 5 %.", "Lisez «\u00a0ceci\u00a0»\u00a0: 5\u00a0%."),
        ("Un acompte de 3 000 €", "Un acompte de 3\u00a0000\u00a0€"),
        ("Plus de 1 200 000 mots", "Plus de 1\u00a0200\u00a0000 mots"),
    ],
)
def test_a_space_before_a_french_mark_does_not_break(typed: str, printed: str) -> None:
    assert unbroken(typed) == printed


@pytest.mark.parametrize(
    "text",
    [
        "https://vigie.example/?a=b",
        "de 10:30 à 11:00",
        "Le %(day)s, %(count)s fichiers",
        "28 mai 2026",
        "le 15 ou le 112",
        "?",
        "",
    ],
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert unbroken(text) == text


@given(st.text())
def test_only_spaces_change_and_only_once(text: str) -> None:
    printed = unbroken(text)
    assert printed.replace("\u00a0", " ") == text.replace("\u00a0", " ")
    assert unbroken(printed) == printed


def test_a_sentence_is_set_in_french_and_left_alone_in_english() -> None:
    question = Text("Quand ?", "When ?")
    assert question.speak(Language.FRENCH) == "Quand\u00a0?"
    assert question.speak(Language.ENGLISH) == "When ?"
