import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.domain.envelope import (
    MAX_LINE,
    MAX_LINES,
    UnprintableAddress,
    address_block,
    printable,
    readable,
)


def test_name_street_and_town_in_this_order() -> None:
    assert address_block("Boulangerie", ("12 rue de la Paix", "59800 Lille")) == (
        "Boulangerie",
        "12 rue de la Paix",
        "59800 Lille",
    )


def test_a_name_already_in_the_address_is_not_said_twice() -> None:
    block = address_block("Boulangerie", ("BOULANGERIE", "12 rue de la Paix", "59800 Lille"))
    assert block == ("Boulangerie", "12 rue de la Paix", "59800 Lille")


def test_long_lines_are_broken_between_words_and_long_words_are_cut() -> None:
    name = "Société de boulangerie et de pâtisserie du Nord"
    block = address_block(name, ("Z" * 50, "59800 Lille"))
    assert block == (
        "Société de boulangerie et de",
        "pâtisserie du Nord",
        "Z" * MAX_LINE,
        "59800 Lille",
    )


def test_when_there_is_too_much_the_street_and_the_town_stay() -> None:
    block = address_block(
        "Très " * 30, ("Bâtiment A", "Escalier 2", "Zone B", "Lieu C", "12 rue D", "59800 Lille")
    )
    assert len(block) == MAX_LINES
    assert block[-2:] == ("12 rue D", "59800 Lille")


@pytest.mark.parametrize(
    "lines", [(), ("12 rue de la Paix",), ("59800",), ("Lille", "ABCDE Lille"), ("59800 12",)]
)
def test_without_a_postal_line_there_is_no_letter(lines: tuple[str, ...]) -> None:
    with pytest.raises(UnprintableAddress):
        address_block("Boulangerie", lines)


def test_a_name_that_cannot_be_printed_is_no_name() -> None:
    with pytest.raises(UnprintableAddress):
        address_block("北京", ("12 rue D", "59800 Lille"))


def test_unusual_glyphs_become_usual_ones_or_nothing() -> None:
    assert printable("Łódź — “Œuf” ﬁne\u202f№5 🎂") == "ódz - 'Œuf' fine No5"
    assert readable("Prix › « 2 € » 🎂 ﬁn") == "Prix › « 2 € » fin"


@given(st.text(max_size=200), st.lists(st.text(max_size=80), max_size=9))
def test_whatever_is_written_an_envelope_takes_it_or_it_is_refused(
    name: str, lines: list[str]
) -> None:
    try:
        block = address_block(name, (*lines, "59800 Lille"))
    except UnprintableAddress:
        return
    assert 2 <= len(block) <= MAX_LINES
    assert all(0 < len(line) <= MAX_LINE for line in block)
    assert block[-1] == "59800 Lille"
