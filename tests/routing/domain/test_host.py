"""Hosts of websites, and those that pass for another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.host import (
    Host,
    NotAHost,
    domain_of,
    line_of,
    parse_host,
    seller_key,
    silhouette,
    similar,
)


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("https://www.Boutique.fr/panier?id=1", "boutique.fr"),
        ("boutique.fr", "boutique.fr"),
        ("http://a.b.example.co.uk.", "a.b.example.co.uk"),
        ("https://cafés.fr", "xn--cafs-dpa.fr"),
        ("https://shop.myshopify.com/", "shop.myshopify.com"),
    ],
)
def test_a_host_is_written_in_one_way(typed: str, host: str) -> None:
    assert parse_host(typed) == host


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "boutique",
        "co.uk",
        "myshopify.com",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://boutique.fr:8080/",
        "https://moi@boutique.fr/",
        "ftp://boutique.fr",
        "https://-boutique.fr",
        "https://" + "a" * 64 + ".fr",
        "https://boutique.notasuffix",
        "javascript:alert(1)",
    ],
)
def test_what_is_nobody_s_website_is_refused(typed: str) -> None:
    with pytest.raises(NotAHost):
        parse_host(typed)


@given(st.text(max_size=60))
def test_any_text_is_a_host_or_refused(text: str) -> None:
    try:
        host = parse_host(text)
    except NotAHost:
        return
    assert parse_host(host) == host


def test_a_host_is_known_by_those_above_it_up_to_its_domain() -> None:
    assert line_of(Host("a.b.example.co.uk")) == (
        "a.b.example.co.uk",
        "b.example.co.uk",
        "example.co.uk",
    )
    assert domain_of(Host("shop.myshopify.com")) == "shop.myshopify.com"


KNOWN = [Host(one) for one in ("amazon.fr", "cdiscount.com", "fnac.com", "laredoute.fr", "sfr.fr")]


@pytest.mark.parametrize(
    ("typed", "taken_for"),
    [
        ("arnazon.fr", "amazon.fr"),
        ("amaz0n.fr", "amazon.fr"),
        ("аmazon.fr", "amazon.fr"),
        ("amazon.shop", "amazon.fr"),
        ("amazon-soldes.com", "amazon.fr"),
        ("la-redoute.com", "laredoute.fr"),
        ("cdiscuont.com", "cdiscount.com"),
        ("compte.amazom.fr", "amazon.fr"),
    ],
)
def test_a_host_that_passes_for_another_is_told(typed: str, taken_for: str) -> None:
    assert similar(parse_host(typed), KNOWN) == [taken_for]


@pytest.mark.parametrize(
    "typed", ["amazon.fr", "pay.amazon.fr", "sfa.fr", "boulangerie.fr", "fnacs-de-lille.fr"]
)
def test_itself_and_strangers_are_not_told(typed: str) -> None:
    assert similar(parse_host(typed), KNOWN) == []


def test_a_seller_is_the_same_however_it_is_written() -> None:
    host = Host("marche.fr")
    assert seller_key(host, "LE CAFÉ D’ÉTÉ") == seller_key(host, "le cafe d'ete")
    assert seller_key(host, "!!!") == "marche.fr/"


def test_the_outline_is_that_of_the_domain() -> None:
    assert silhouette(Host("compte.arnaz0n.co.uk")).word == "amazon"
