"""The numbers that a legal page gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.legal_page import NumberKind, legal_links, numbers_in, text_of


@pytest.mark.parametrize(
    ("text", "kind", "siren", "siret"),
    [
        ("SIRET : 059 806 653 00016", NumberKind.SIRET, "059806653", "05980665300016"),
        ("siret 05980665300016.", NumberKind.SIRET, "059806653", "05980665300016"),
        ("N° TVA FR 83 404 833 048", NumberKind.VAT, "404833048", None),
        ("RCS Marseille 059 806 653", NumberKind.SIREN, "059806653", None),
        ("SIREN\u00a0: 059.806.653", NumberKind.SIREN, "059806653", None),
    ],
)
def test_a_number_is_found_however_it_is_written(
    text: str, kind: NumberKind, siren: str, siret: str | None
) -> None:
    (found,) = numbers_in(text)
    assert (found.kind, found.siren, found.siret) == (kind, siren, siret)


@pytest.mark.parametrize(
    "text",
    [
        "SIRET 05980665300017",
        "Téléphone 059806653",
        "FR84404833048",
        "RCS Marseille 059 806 654",
        "SIRET 1059806653000161",
        "00000000000000",
    ],
)
def test_wrong_keys_and_other_numbers_are_left_out(text: str) -> None:
    assert numbers_in(text) == []


def test_a_company_is_told_once_by_its_best_number() -> None:
    text = "RCS 059 806 653, SIRET 059 806 653 00016. Hébergeur : RCS Paris 404 833 048"
    assert [(one.kind, one.siren) for one in numbers_in(text)] == [
        (NumberKind.SIRET, "059806653"),
        (NumberKind.SIREN, "404833048"),
    ]


def test_what_people_do_not_see_is_not_read() -> None:
    page = "<p>SIRET <b>059806653</b>00016</p><script>var x='40483304800022'</script>"
    assert [one.siren for one in numbers_in(text_of(page))] == ["059806653"]


def test_only_legal_pages_of_the_same_host_are_followed() -> None:
    page = (
        '<a href="/mentions-legales#top">m</a><a href="https://x.fr/legal">x</a>'
        '<a href="/panier">p</a><a href="CGV.html">c</a><a href="http://[">?</a>'
    )
    assert legal_links(page, "https://boutique.fr/") == [
        "https://boutique.fr/mentions-legales",
        "https://boutique.fr/CGV.html",
    ]


@given(st.text(alphabet="0123456789 .FRTVASIENrcs<>a=\"'/&#;", max_size=300))
def test_any_page_is_read_without_fault(page: str) -> None:
    numbers_in(text_of(page))
    legal_links(page, "https://boutique.fr/")
