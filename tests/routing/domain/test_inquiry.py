"""Numbers and places as people type them."""

import pytest

from routing.domain.inquiry import (
    Area,
    NotADepartment,
    NotANumber,
    commune_codes,
    department_of_commune,
    inquiry,
    number_in,
    parse_department,
)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("059 806 653 00016", "05980665300016"),
        ("059.806.653", "059806653"),
        ("FR 59 059806653", "059806653"),
        ("fr59059806653", "059806653"),
        ("Le Glacier", None),
        ("12345", None),
        ("bar 1925", None),
    ],
)
def test_a_number_is_recognised_as_it_is_typed(typed: str, number: str | None) -> None:
    assert number_in(typed) == number


@pytest.mark.parametrize("typed", ["05980665300017", "059806654", "00000000000000"])
def test_a_number_with_a_wrong_key_is_told_as_such(typed: str) -> None:
    with pytest.raises(NotANumber):
        number_in(typed)


@pytest.mark.parametrize(
    ("typed", "number"), [("1", "01"), ("13", "13"), ("2a", "2A"), ("974", "974"), (" 69 ", "69")]
)
def test_a_department_is_written_as_the_register_does(typed: str, number: str) -> None:
    assert parse_department(typed) == number


@pytest.mark.parametrize("typed", ["", "0", "20", "96", "99", "2C", "1000", "Paris", "1٣"])
def test_what_is_no_department_is_refused(typed: str) -> None:
    with pytest.raises(NotADepartment):
        parse_department(typed)


@pytest.mark.parametrize(("code", "number"), [("13055", "13"), ("2A004", "2A"), ("97411", "974")])
def test_a_commune_code_tells_its_department(code: str, number: str) -> None:
    assert department_of_commune(code) == number


def test_a_district_is_looked_for_under_its_city_too() -> None:
    assert commune_codes("13208") == ("13208", "13055")
    assert commune_codes("75112") == ("75112", "75056")
    assert commune_codes("13022") == ("13022",)


def test_a_commune_is_given_by_code_or_by_name() -> None:
    assert Area(commune="2a004").commune_code == "2A004"
    assert Area(commune="Ajaccio").commune_code is None


def test_a_question_keeps_its_telling_words() -> None:
    assert inquiry("Le Glacier de Cassis", Area()).words == ("glacier", "cassi")
