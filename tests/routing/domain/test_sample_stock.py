"""The synthetic stock."""

from collections import Counter

from common.values import parse_siren, parse_siret
from routing.domain.inquiry import department_of_commune
from routing.domain.sample.communes import communes
from routing.domain.sample.stock import Firm, make_stock, siret_of

STOCK = tuple(make_stock(3_000, seed=1))
SHOPS = [(firm, shop) for firm in STOCK for shop in firm.shops]


def test_it_has_the_size_asked_for() -> None:
    assert len(SHOPS) == 3_000


def test_the_same_seed_gives_the_same_stock() -> None:
    assert tuple(make_stock(3_000, seed=1)) == STOCK
    assert tuple(make_stock(3_000, seed=2)) != STOCK


def test_every_number_has_a_good_key_and_is_given_once() -> None:
    sirets = [parse_siret(siret_of(firm, shop)) for firm, shop in SHOPS]
    assert len(set(sirets)) == len(sirets)
    assert len({parse_siren(firm.siren) for firm in STOCK}) == len(STOCK)


def test_it_holds_town_halls_branches_closed_shops_and_discreet_people() -> None:
    def some(what: str) -> bool:
        return any(
            {
                "town hall": firm.legal_category == "7210",
                "branches": len(firm.shops) > 3,
                "discreet": firm.is_partial,
                "closed": not firm.is_open,
                "moved": any(not shop.is_open for shop in firm.shops) and firm.is_open,
            }[what]
            for firm in STOCK
        )

    assert all(map(some, ("town hall", "branches", "discreet", "closed", "moved")))


def test_each_firm_has_one_head_office_at_most() -> None:
    def head_offices(firm: Firm) -> int:
        return sum(shop.is_head_office for shop in firm.shops)

    assert max(map(head_offices, STOCK)) == 1


def test_names_are_skewed_as_they_are_in_life() -> None:
    names = Counter(firm.last_name for firm in STOCK if firm.last_name)
    most = [count for _, count in names.most_common()]
    assert most[0] > 4 * most[len(most) // 2]


def test_communes_are_all_over_the_country() -> None:
    departments = {department_of_commune(commune.code) for commune in communes()}
    assert {"01", "13", "2A", "2B", "59", "75", "971", "974", "976"} <= departments
    assert len(departments) > 100


def test_communes_are_listed_once_with_postal_codes_of_their_department() -> None:
    codes = [commune.code for commune in communes()]
    assert len(set(codes)) == len(codes)
    for commune in communes():
        assert len(commune.postal_code) == 5
        if not commune.code.startswith(("2A", "2B", "97")):
            assert commune.postal_code[:2] == commune.code[:2]
