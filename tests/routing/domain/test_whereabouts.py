"""Websites and phone numbers, each in one form."""

import pytest

from routing.domain.whereabouts import host_of, phone_of


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Shop.example/a?b=c", "shop.example"),
        ("shop.example", "shop.example"),
        ("http://shop.example:8080", "shop.example"),
        ("https://boutique.éléphant.example./", "boutique.xn--lphant-9uab.example"),
        ("https://user@shop.example", "shop.example"),
        ("localhost", None),
        ("", None),
        ("https://[::1", None),
        ("https://" + "a" * 64 + ".example", None),
    ],
)
def test_a_host_has_one_form(url: str, host: str | None) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("01 23 45 67 89", "+33123456789"),
        ("+33 1 23 45 67 89", "+33123456789"),
        ("0033123456789", "+33123456789"),
        ("+44 20 7946 0018", "+442079460018"),
        ("12", None),
        ("shop", None),
    ],
)
def test_a_phone_number_has_one_form(number: str, expected: str | None) -> None:
    assert phone_of(number) == expected
