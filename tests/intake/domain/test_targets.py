"""The nine shapes of a target."""

from typing import Any

import pytest

from intake.domain.countries import COUNTRIES
from intake.domain.targets import (
    Target,
    TargetFault,
    TargetKind,
    TargetRefused,
    parse_target,
)


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("siret", {"siret": "356 000 000 00048"}, {"siret": "35600000000048"}),
        (
            "company",
            {"name": " Chez  Paul ", "postal_code": "75001"},
            {"name": "Chez Paul", "postal_code": "75001"},
        ),
        ("company", {"name": "Paul", "department": "2A"}, {"name": "Paul", "department": "2A"}),
        (
            "website",
            {"url": "WWW.Exemple.FR/a?b"},
            {"url": "https://WWW.Exemple.FR/a?b", "host": "exemple.fr"},
        ),
        (
            "website",
            {"url": "https://büro.example/x", "seller": "Jo"},
            {"url": "https://büro.example/x", "host": "xn--bro-hoa.example", "seller": "Jo"},
        ),
        ("phone", {"number": "01 23 45 67 89"}, {"number": "+33123456789"}),
        ("phone", {"number": "+44 20 7946 0958"}, {"number": "+442079460958"}),
        ("product", {"barcode": "3017620422003"}, {"barcode": "3017620422003"}),
        (
            "product",
            {"barcode": "96385074", "siret": "35600000000048"},
            {"barcode": "96385074", "siret": "35600000000048"},
        ),
        (
            "social",
            {"network": "TikTok", "handle": "@une.personne"},
            {"network": "tiktok", "handle": "une.personne"},
        ),
        ("place", {"commune": "2a004"}, {"commune": "2A004"}),
        (
            "place",
            {"latitude": 48.85661234, "longitude": "2.3522"},
            {"latitude": 48.856612, "longitude": 2.3522},
        ),
        ("foreign", {"name": "Acme", "country": "be"}, {"name": "Acme", "country": "BE"}),
        ("unknown", {"postal_code": "97400"}, {"postal_code": "97400"}),
    ],
)
def test_a_target_is_written_in_one_way(
    kind: str, given: dict[str, Any], kept: dict[str, Any]
) -> None:
    assert parse_target(TargetKind(kind), given) == Target(TargetKind(kind), kept)


@pytest.mark.parametrize(
    ("kind", "given", "field", "fault"),
    [
        ("siret", {"siret": "12345678901234"}, "siret", TargetFault.NOT_A_SIRET),
        ("siret", {"siret": "٣٥٦٠٠٠٠٠٠٠٠٠٤٨"}, "siret", TargetFault.NOT_A_SIRET),
        ("siret", {}, "siret", TargetFault.MISSING),
        ("company", {"name": "Paul"}, "postal_code", TargetFault.MISSING),
        ("company", {"name": "...", "department": "75"}, "name", TargetFault.MISSING),
        (
            "company",
            {"name": "Paul", "postal_code": "00000"},
            "postal_code",
            TargetFault.NOT_A_POSTAL_CODE,
        ),
        ("company", {"name": "P", "department": "96"}, "department", TargetFault.NOT_A_DEPARTMENT),
        ("company", {"name": "x" * 201, "department": "75"}, "name", TargetFault.TOO_LONG),
        ("website", {}, "url", TargetFault.MISSING),
        ("website", {"url": "javascript:alert(1)"}, "url", TargetFault.NOT_A_WEBSITE),
        ("website", {"url": "http://127.0.0.1/"}, "url", TargetFault.NOT_A_WEBSITE),
        ("website", {"url": "http://a@b.fr/"}, "url", TargetFault.NOT_A_WEBSITE),
        ("website", {"url": "http://b.fr:8080/"}, "url", TargetFault.NOT_A_WEBSITE),
        ("website", {"url": "http://[::1/"}, "url", TargetFault.NOT_A_WEBSITE),
        ("website", {"url": "localhost"}, "url", TargetFault.NOT_A_WEBSITE),
        ("website", {"url": "-a.fr"}, "url", TargetFault.NOT_A_WEBSITE),
        ("website", {"url": "ftp://a.fr"}, "url", TargetFault.NOT_A_WEBSITE),
        ("phone", {}, "number", TargetFault.MISSING),
        ("phone", {"number": "abc"}, "number", TargetFault.NOT_A_PHONE),
        ("phone", {"number": "+999 1"}, "number", TargetFault.NOT_A_PHONE),
        ("phone", {"number": "0123"}, "number", TargetFault.NOT_A_PHONE),
        ("phone", {"number": "+33 1"}, "number", TargetFault.NOT_A_PHONE),
        ("product", {}, "barcode", TargetFault.MISSING),
        ("product", {"barcode": "3017620422004"}, "barcode", TargetFault.NOT_A_BARCODE),
        ("product", {"barcode": "123"}, "barcode", TargetFault.NOT_A_BARCODE),
        ("social", {"network": "minitel", "handle": "x"}, "network", TargetFault.NOT_A_NETWORK),
        ("social", {"network": "x", "handle": "a b"}, "handle", TargetFault.NOT_A_HANDLE),
        ("social", {"network": "x"}, "handle", TargetFault.MISSING),
        ("place", {}, "commune", TargetFault.MISSING),
        ("place", {"commune": "Paris"}, "commune", TargetFault.NOT_A_COMMUNE),
        ("place", {"latitude": 91.0, "longitude": 2.0}, "latitude", TargetFault.NOT_A_POSITION),
        ("place", {"latitude": "nan", "longitude": 2}, "latitude", TargetFault.NOT_A_POSITION),
        ("place", {"latitude": "x", "longitude": 2}, "latitude", TargetFault.NOT_A_POSITION),
        ("place", {"latitude": 1.0}, "longitude", TargetFault.NOT_A_POSITION),
        ("foreign", {"name": "Acme", "country": "FR"}, "country", TargetFault.NOT_A_COUNTRY),
        ("foreign", {"name": "Acme", "country": "XX"}, "country", TargetFault.NOT_A_COUNTRY),
        ("unknown", {}, "postal_code", TargetFault.MISSING),
    ],
)
def test_a_wrong_field_is_named(
    kind: str, given: dict[str, Any], field: str, fault: TargetFault
) -> None:
    with pytest.raises(TargetRefused) as refusal:
        parse_target(TargetKind(kind), given)
    assert (refusal.value.field, refusal.value.fault) == (field, fault)


def test_one_name_written_twice_is_one_company() -> None:
    one = parse_target(TargetKind.COMPANY, {"name": "CAFÉ de l'Été", "postal_code": "75001"})
    other = parse_target(TargetKind.COMPANY, {"name": "cafe de l’ete", "postal_code": "75001"})
    assert one.identity == other.identity


def test_nobody_knows_whether_two_unknown_companies_are_one() -> None:
    assert parse_target(TargetKind.UNKNOWN, {"postal_code": "75001"}).identity is None


def test_there_are_the_countries_of_the_standard() -> None:
    assert len(COUNTRIES) == 249
