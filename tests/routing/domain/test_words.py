"""Words brought to one form."""

import pytest

from routing.domain.words import joined_forms, name_words, query_words, split


@pytest.mark.parametrize(
    ("typed", "registered"),
    [
        ("Hôtel de l’Étoile", "HOTEL DE L ETOILE"),
        ("l'Œuf", "L OEUF"),
        ("St-Germain", "SAINT GERMAIN"),
        ("Ste Marie", "SAINTE MARIE"),
        ("S.N.C.F.", "SNCF"),
        ("S N C F", "SNCF"),
        ("bd Voltaire", "BOULEVARD VOLTAIRE"),
        ("av. Foch", "AVENUE FOCH"),
        ("Boulangeries Dupont", "BOULANGERIE DUPONT"),
        ("Pains & Cie", "PAIN ET CIE"),
        ("Mac Donald's", "MAC DONALDS"),
        ("Café  du   Port", "cafe du port"),
        ("Bar dela Place", "BAR DE LA PLACE"),
    ],
)
def test_what_people_type_meets_what_the_registry_holds(typed: str, registered: str) -> None:
    assert name_words(typed) == name_words(registered)


def test_legal_forms_and_articles_do_not_distinguish() -> None:
    assert name_words("SARL LE GLACIER") == ["glacier"]


def test_a_name_made_of_nothing_else_keeps_its_words() -> None:
    assert name_words("LA SA") == ["la", "sa"]


def test_a_question_is_bounded_in_words_and_in_length() -> None:
    words = query_words(" ".join(f"mot{number}" for number in range(50)) + " " + "x" * 5000)
    assert len(words) == 12
    assert max(map(len, query_words("y" * 5000))) == 40


def test_a_word_typed_twice_counts_once() -> None:
    assert query_words("bar bar bar") == ["bar"]


@pytest.mark.parametrize("noise", ["", "  ", "!!!", "\x00\x01", "' OR 1=1 --"])
def test_noise_gives_words_or_nothing_but_never_fails(noise: str) -> None:
    assert isinstance(split(noise), list)


def test_neighbouring_words_are_also_known_stuck_together() -> None:
    assert joined_forms(["mac", "do", "nald"]) == ["macdo", "donald", "macdonald"]
