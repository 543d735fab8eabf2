"""Places: which commune a point is in, and which rule answers there."""

import pytest

from common.values import Siren, Siret
from routing.domain.inquiry import city_codes
from routing.domain.local import (
    EVERYWHERE,
    Commune,
    LocalRule,
    Point,
    areas_of,
    communes_at,
    distance_km,
    first_rules,
    most_precise,
)
from routing.domain.operator import OperatorKind, operator_called, operators

CASSIS = Commune("13022", "Cassis", Point(43.2148, 5.5385))
LA_CIOTAT = Commune("13028", "La Ciotat", Point(43.1769, 5.6086))
NOWHERE = Commune("13999", "Sans centre")
BOTH = [CASSIS, LA_CIOTAT, NOWHERE]


def test_distances_are_those_of_the_globe() -> None:
    """Paris to Marseille is some 660 km as the crow flies."""
    assert distance_km(Point(48.8566, 2.3522), Point(43.2965, 5.3698)) == pytest.approx(660, abs=5)


@pytest.mark.parametrize(
    ("point", "codes"),
    [
        (Point(43.215, 5.54), ["13022"]),
        (Point(43.2148, 5.5385), ["13022"]),
        (Point(43.18, 5.60), ["13028"]),
        (Point(43.196, 5.574), ["13028", "13022"]),
        (Point(48.85, 2.35), []),
    ],
)
def test_only_a_clearly_nearest_centre_tells_the_commune(point: Point, codes: list[str]) -> None:
    assert [one.code for one in communes_at(point, BOTH)] == codes


A, B, C = Siret("05980665300016"), Siret("32682083400033"), Siret("33148363600017")
RULES = [
    LocalRule("roads", EVERYWHERE, A),
    LocalRule("roads", "13", B),
    LocalRule("roads", "13022", C),
    LocalRule("roads/light", EVERYWHERE, A),
]


@pytest.mark.parametrize(
    ("path", "commune", "siret"),
    [
        ("roads/hole", "13022", C),
        ("roads/hole", "13028", B),
        ("roads/hole", "75101", A),
        ("roads/hole", None, A),
        ("roads/light", "13022", A),
        ("roadside", "13022", None),
    ],
)
def test_the_finest_category_then_the_finest_area_answers(
    path: str, commune: str | None, siret: Siret | None
) -> None:
    rule = most_precise(RULES, path, commune)
    assert (rule.siret if rule else None) == siret


def test_an_area_is_within_a_larger_one() -> None:
    assert areas_of("97411") == ("97411", "974", "*")
    assert areas_of("2A004") == ("2A004", "2A", "*")
    assert areas_of(None) == ("*",)


def test_streets_are_the_town_hall_s_until_a_table_says_otherwise() -> None:
    rule = most_precise(first_rules(), "public_services/street/hole", "13022")
    assert rule is not None
    assert rule.siret is None
    assert rule.source


def test_the_town_hall_of_a_city_stands_in_one_of_its_districts() -> None:
    assert city_codes("69385")[0] == "69123"
    assert "69381" in city_codes("69385")
    assert city_codes("13022") == ("13022",)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("TGV InOui", "sncf-voyageurs"),
        ("ouigo", "sncf-voyageurs"),
        ("TER SNCF Occitanie", "sncf-voyageurs"),
        ("Gare SNCF de Cassis", "gares-et-connexions"),
        ("métro RATP", "ratp"),
        ("Brasserie de la Gare", None),
        ("SNCF", None),
        ("Terrasse", None),
        ("Eurostar", None),
    ],
)
def test_a_train_or_a_station_is_known_by_what_people_call_it(name: str, code: str | None) -> None:
    called = operator_called(name)
    assert (called.code if called else None) == code


def test_every_operator_has_a_source_and_a_number_or_a_country() -> None:
    """`parse_siren` refuses a wrong key when the table is read."""
    assert all(one.source and (one.siren or one.country != "FR") for one in operators())
    assert {one.kind for one in operators()} == set(OperatorKind)
    assert Siren("519037584") in {one.siren for one in operators()}
