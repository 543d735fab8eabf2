"""How well an establishment answers what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.resemblance import (
    NameKind,
    Portrait,
    Resemblance,
    name_of,
    resemblance,
)
from routing.domain.slips import slips_between
from routing.domain.words import split


def alike(words: str, *, sign: str = "", legal: str = "", place: str = "") -> Resemblance:
    kinds = ((NameKind.SIGN, sign), (NameKind.LEGAL_NAME, legal))
    names = tuple(name_of(kind, split(text)) for kind, text in kinds if text)
    portrait = Portrait(names, frozenset(place.split()))
    return resemblance(words.split(), portrait, weight=lambda _: 1.0)


def test_the_very_sign_is_worth_one() -> None:
    assert alike("glacier", sign="glacier") == Resemblance(1.0, NameKind.SIGN, 0)


def test_a_sign_is_preferred_to_the_same_legal_name() -> None:
    assert alike("glacier", legal="glacier").score < alike("glacier", sign="glacier").score


def test_the_town_typed_with_the_name_explains_its_word() -> None:
    assert alike("glacier cassis", sign="glacier", place="cassis 13").score == 1.0


def test_the_town_alone_is_no_name() -> None:
    assert alike("cassis", sign="glacier", place="cassis").score == 0.0


def test_a_slip_costs_a_little_and_is_counted() -> None:
    found = alike("glcier", sign="glacier")
    assert 0.8 < found.score < 1.0
    assert found.liberties == 1


def test_the_beginning_of_another_name_is_a_great_liberty() -> None:
    found = alike("martin", sign="martinez")
    assert found.score > 0.8
    assert found.liberties == 3


def test_a_word_that_nothing_explains_is_a_great_liberty() -> None:
    assert alike("glacier zorglub", sign="glacier").liberties == 3


def test_two_words_stuck_together_are_still_the_name() -> None:
    assert alike("bonpain", sign="bon pain").score > 0.9


def test_an_article_stuck_to_the_name_is_still_the_name() -> None:
    found = alike("leforum", sign="le forum")
    assert found.score > 0.9
    assert found.liberties == 0


def test_one_word_cut_in_two_is_still_the_name() -> None:
    assert alike("mac donald", sign="macdonald").score > 0.9


def test_a_name_with_more_words_answers_less_well() -> None:
    assert alike("rex", sign="rex").score > alike("rex", sign="rex cinema palace").score


def test_numbers_have_no_slips() -> None:
    assert alike("1925", sign="1926").score == 0.0


def test_nothing_typed_resembles_nothing() -> None:
    assert alike("", sign="glacier").score == 0.0


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("glacier", "glacier", 0), ("glacier", "galcier", 1), ("abc", "abd", 1), ("ab", "ba", 1)],
)
def test_slips_are_letters_added_dropped_changed_or_swapped(
    one: str, other: str, slips: int
) -> None:
    assert slips_between(one, other, at_most=2) == slips


def test_slips_beyond_the_bound_are_not_counted() -> None:
    assert slips_between("glacier", "boucher", at_most=2) is None
    assert slips_between("a", "abcdef", at_most=2) is None


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_slips_are_the_same_both_ways(one: str, other: str) -> None:
    assert slips_between(one, other, at_most=9) == slips_between(other, one, at_most=9)


@given(st.lists(st.sampled_from(["bar", "port", "lion", "or"]), min_size=1, max_size=4))
def test_scores_stay_between_nought_and_one(words: list[str]) -> None:
    found = alike(" ".join(dict.fromkeys(words)), sign="lion dor", legal="bar port")
    assert 0.0 <= found.score <= 1.0
