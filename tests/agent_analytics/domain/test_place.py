"""Where a target lies."""

from agent_analytics.domain.departments import DEPARTMENTS, is_department
from agent_analytics.domain.place import department_of_commune, department_of_target


def test_the_departement_as_such_wins() -> None:
    found = department_of_target(department="2a", commune="75056", postal_code="13001")

    assert found == "2A"


def test_a_commune_is_more_exact_than_a_postal_code() -> None:
    assert department_of_target(department=None, commune="01004", postal_code="39200") == "01"


def test_corsican_and_overseas_communes_are_known_by_their_code() -> None:
    assert department_of_commune("2A004") == "2A"
    assert department_of_commune("97411") == "974"


def test_a_postal_code_alone_will_do() -> None:
    assert department_of_target(department=None, commune=None, postal_code="20200") == "2B"


def test_nothing_given_is_nowhere() -> None:
    assert department_of_target(department=None, commune=None, postal_code=None) is None


def test_every_departement_has_a_name() -> None:
    assert len(DEPARTMENTS) == 96 + 11
    assert DEPARTMENTS["2A"] == "Corse-du-Sud"
    assert all(DEPARTMENTS.values())
    assert not is_department("20")
