"""Leads: one key for one thing, and what may be said of it."""

import pytest

from common.values import Siren, Siret
from routing.domain.account import account_in, account_key, networks
from routing.domain.host import parse_host
from routing.domain.lead import (
    IncompleteLead,
    KnownLead,
    Lead,
    LeadKind,
    LeadState,
    checked,
    first_told,
)
from routing.domain.phone import NotAPhone, PhoneUse, parse_phone, region_of, spoken, use_of
from routing.domain.product import NotABarcode, parse_gtin

SIRET = Siret("05980665300016")
SITE = Lead(LeadKind.WEBSITE, "boutique.fr")
BELOW = Lead(LeadKind.WEBSITE, "pro.boutique.fr")


@pytest.mark.parametrize(
    "typed", ["01 23 45 67 89", "+33 1 23 45 67 89", "0033123456789", "01.23.45.67.89"]
)
def test_one_number_has_one_key(typed: str) -> None:
    assert parse_phone(typed) == "+33123456789"


def test_a_number_is_read_aloud_as_at_home() -> None:
    assert spoken(parse_phone("+33123456789")) == "01 23 45 67 89"
    assert spoken(parse_phone("+442079460000")).startswith("+44 ")
    assert region_of(parse_phone("+442079460000")) == "GB"
    assert use_of(parse_phone("0899 12 34 56")) is PhoneUse.CHARGED
    assert use_of(parse_phone("0612345678")) is PhoneUse.MOBILE


@pytest.mark.parametrize("typed", ["", "12", "appelez-moi", "+999 123", "1" * 40])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(NotAPhone):
        parse_phone(typed)


@pytest.mark.parametrize(
    ("typed", "gtin"),
    [
        ("3017620422003", "03017620422003"),
        ("3 017620 422003", "03017620422003"),
        ("96385074", "00000096385074"),
        ("036000291452", "00036000291452"),
    ],
)
def test_a_barcode_is_fourteen_digits_with_a_right_key(typed: str, gtin: str) -> None:
    assert parse_gtin(typed) == gtin


@pytest.mark.parametrize("typed", ["3017620422004", "301762042200", "", "00000000", "abcdefgh"])
def test_a_wrong_barcode_is_refused(typed: str) -> None:
    with pytest.raises(NotABarcode):
        parse_gtin(typed)


@pytest.mark.parametrize(
    ("url", "account"),
    [
        ("https://www.instagram.com/La.Boutique/", "instagram/la.boutique"),
        ("https://www.linkedin.com/company/la-boutique", "linkedin/la-boutique"),
        ("https://www.tiktok.com/@boutique/video/12", "tiktok/boutique"),
        ("https://twitter.com/boutique", "x/boutique"),
        ("https://www.instagram.com/p/C1x2/", None),
        ("https://www.facebook.com/", None),
        ("https://boutique.fr/instagram", None),
    ],
)
def test_an_address_of_a_network_means_the_account(url: str, account: str | None) -> None:
    assert account_in(url, parse_host(url)) == account


def test_an_account_has_one_key() -> None:
    assert account_key("x", " @Boutique") == account_key("x", "boutique")


def test_the_companies_of_the_networks_have_right_keys_and_a_source() -> None:
    """`parse_siren` refuses a wrong key when the table is read."""
    assert networks()["youtube"].siren == Siren("443061841")
    assert all(network.source for network in networks().values())


@pytest.mark.parametrize(
    "known",
    [
        KnownLead(SITE, LeadState.IDENTIFIED),
        KnownLead(SITE, LeadState.INVESTIGATION, siret=SIRET),
        KnownLead(SITE, LeadState.FOREIGN),
        KnownLead(SITE, LeadState.IDENTIFIED, siret=SIRET, country="DE"),
        KnownLead(
            Lead(LeadKind.PHONE, "+33123456789"),
            LeadState.IDENTIFIED,
            siret=SIRET,
            is_marketplace=True,
        ),
    ],
)
def test_what_does_not_hold_together_is_refused(known: KnownLead) -> None:
    with pytest.raises(IncompleteLead):
        checked(known)


def test_the_nearest_lead_of_which_something_is_told_counts() -> None:
    site = KnownLead(SITE, LeadState.IDENTIFIED, siret=SIRET)
    below = KnownLead(BELOW, LeadState.INVESTIGATION)
    abroad = KnownLead(BELOW, LeadState.FOREIGN, country="DE")
    assert first_told([BELOW, SITE], [site, below]) == site
    assert first_told([BELOW, SITE], [site, abroad]) == abroad
    assert first_told([BELOW], [below]) is None
