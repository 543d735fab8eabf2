"""The synthetic stock."""

import re
from collections import Counter

import pytest

from common.values import parse_siren, parse_siret
from routing.domain.inquiry import department_of_commune
from routing.domain.sample.communes import communes
from routing.domain.sample.firm import Numbers
from routing.domain.sample.stock import Firm, chunks, make_chunk, make_stock, siret_of
from routing.domain.sample.villages import towns_and_villages

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


def test_a_chain_is_many_companies_none_too_large_for_its_numbers() -> None:
    firms = list(make_stock(60_000, seed=1))
    of_the_first = [firm for firm in firms if firm.shops[0].sign == "PANIER MALIN"]
    assert len(of_the_first) > 10
    assert max(len(firm.shops) for firm in firms) <= 400
    assert sum(len(firm.shops) for firm in of_the_first) > 1_000


def test_without_a_closed_share_every_establishment_is_open() -> None:
    firms = list(make_stock(3_000, seed=1, closed_share=0))
    assert all(shop.is_open for firm in firms for shop in firm.shops)
    assert sum(len(firm.shops) for firm in firms) == 3_000


def test_each_part_can_be_made_without_the_others() -> None:
    parts = list(chunks(50_000, seed=4))
    assert sum(part.size for part in parts) == 50_000
    alone = list(make_chunk(parts[-1]))
    assert list(make_stock(50_000, seed=4))[-len(alone) :] == alone


def test_numbers_run_through_all_and_then_refuse() -> None:
    numbers = Numbers("2", seed=3, first=10**7 - 2)
    assert parse_siren(numbers.siren()) != parse_siren(numbers.siren())
    with pytest.raises(OverflowError):
        numbers.siren()


def test_villages_are_invented_beside_the_real_communes() -> None:
    codes = [commune.code for commune in towns_and_villages()]
    assert len(set(codes)) == len(codes) > 5_000
    assert {commune.code for commune in communes()} < set(codes)
    for commune in towns_and_villages():
        assert re.fullmatch("[0-9][0-9AB][0-9]{3}", commune.code)
        assert re.fullmatch("[0-9]{5}", commune.postal_code)


def test_some_family_names_are_common_and_most_are_rare() -> None:
    names = Counter(
        firm.last_name for firm in make_stock(30_000, seed=1) if firm.last_name
    ).most_common()
    assert names[0][1] > 40
    assert sum(1 for _, count in names if count <= 2) > len(names) / 2
