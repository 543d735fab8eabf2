"""The plan of the sample: the same each time, plausible, and never in the future."""

from collections import Counter
from datetime import date, timedelta
from random import Random

from common.clock import paris_date
from onebox.seed.plan import DAYS, SURGE_DAYS, Filing, Planner, Shop
from onebox.seed.texts import read_texts

TODAY = date(2026, 5, 4)
LEAVES = (("shops", "price"), ("travel", "refund"), ("works", "delay"))
SHOPS = tuple(
    Shop(f"{number:014}", f"Commerce {number}", "75002", category, is_active=number % 2 == 0)
    for number, category in enumerate(("shops", "shops", "travel", "travel", "works", "works"))
)


def filings(count: int = 400, *, seed: int = 3) -> list[Filing]:
    planner = Planner(
        today=TODAY,
        shops=SHOPS,
        leaves=LEAVES,
        texts=read_texts(),
        dice=Random(seed),
    )
    return planner.filings(count)


def test_the_same_seed_gives_the_same_plan() -> None:
    assert filings(seed=5) == filings(seed=5)
    assert filings(seed=5) != filings(seed=6)


def test_reports_come_in_the_order_of_time_and_before_today() -> None:
    moments = [filing.at for filing in filings()]

    assert moments == sorted(moments)
    assert paris_date(moments[-1]) < TODAY
    assert paris_date(moments[0]) >= TODAY - timedelta(days=DAYS)


def test_a_report_is_about_what_its_establishment_does() -> None:
    categories = {shop.siret: shop.category for shop in SHOPS}

    for filing in filings():
        if "siret" in filing.target:
            assert filing.path[0] == categories[filing.target["siret"]]


def test_one_travel_agency_is_reported_far_more_in_the_week_of_its_failure() -> None:
    first = TODAY - timedelta(days=DAYS)
    surge = [
        filing for filing in filings(1000) if (paris_date(filing.at) - first).days in SURGE_DAYS
    ]

    counted = Counter(filing.target.get("siret") for filing in surge)

    assert counted.most_common(1)[0][0] == "00000000000002"


def test_nothing_follows_before_what_it_follows() -> None:
    for filing in filings():
        fate = filing.fate
        if fate.answer_after is not None:
            assert fate.read_after is not None
            assert fate.read_after < fate.answer_after
        if fate.review_after is not None:
            assert fate.answer_after is not None
            assert fate.answer_after < fate.review_after


def test_only_companies_with_an_account_read_and_answer() -> None:
    active = {shop.siret for shop in SHOPS if shop.is_active}

    for filing in filings():
        if filing.fate.read_after is not None and "siret" in filing.target:
            assert filing.target["siret"] in active
