"""What of an establishment may leave this service."""

from dataclasses import replace

import pytest

from common.values import Siren, Siret
from routing.domain.establishment import (
    Diffusion,
    Establishment,
    Location,
    as_disclosed,
    portrait,
)
from routing.domain.resemblance import NameKind

MIREILLE = Establishment(
    siret=Siret("33924222400014"),
    siren=Siren("339242224"),
    name="MIREILLE PAGNOL",
    location=Location(
        street="4 QUAI DE LA MER",
        postal_code="13260",
        commune="CASSIS",
        commune_code="13022",
        department="13",
    ),
    diffusion=Diffusion.PARTIAL,
    is_open=True,
    is_head_office=True,
    sign="SALON MIREILLE",
    usual_name="CHEZ MIREILLE",
    acronym="MP",
)


@pytest.mark.parametrize("diffusion", [Diffusion.PARTIAL, Diffusion.NONE])
def test_a_person_in_partial_diffusion_keeps_name_and_address(diffusion: Diffusion) -> None:
    told = repr(as_disclosed(replace(MIREILLE, diffusion=diffusion)))
    for secret in ("MIREILLE", "PAGNOL", "QUAI", "CASSIS", "13260", "13022", "MP"):
        assert secret not in told.replace("SIREN", "")
    assert "339242224" in told


def test_the_department_stays_for_the_territory() -> None:
    assert as_disclosed(MIREILLE).location.department == "13"


def test_everyone_else_is_told_whole() -> None:
    known = replace(MIREILLE, diffusion=Diffusion.OPEN)
    assert as_disclosed(known) == known


def test_an_address_ends_with_the_postal_line() -> None:
    assert MIREILLE.location.lines == ("4 QUAI DE LA MER", "13260 CASSIS")
    with_cedex = replace(MIREILLE.location, cedex_code="13714", cedex="CASSIS CEDEX")
    assert with_cedex.lines[-1] == "13714 CASSIS CEDEX"


def test_each_name_is_part_of_the_portrait() -> None:
    kinds = [name.kind for name in portrait(MIREILLE).names]
    assert kinds == [
        NameKind.SIGN,
        NameKind.TRADE_NAME,
        NameKind.ACRONYM,
        NameKind.LEGAL_NAME,
    ]


def test_public_bodies_are_told_by_their_legal_category() -> None:
    assert replace(MIREILLE, legal_category="7210").is_public_body
    assert not replace(MIREILLE, legal_category="5499").is_public_body
