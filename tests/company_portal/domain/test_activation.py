"""Codes and links: how long, how often, however typed."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from company_portal.domain.activation import ActivationCode, ActivationLink, typed_code
from tests.company_portal.builders import BAKERY, NOON

TODAY = date(2026, 5, 4)
CODE = ActivationCode(UUID(int=1), BAKERY, "hash", TODAY, tries=0)
LINK = ActivationLink(
    UUID(int=2), UUID(int=1), BAKERY, "a@b.fr", NOON, is_used=False, is_code_alive=True
)


def test_a_code_is_good_until_its_last_day_and_for_five_tries() -> None:
    assert CODE.is_usable(TODAY)
    assert replace(CODE, tries=4).is_usable(TODAY)
    assert not replace(CODE, tries=5).is_usable(TODAY)
    assert not CODE.is_usable(TODAY + timedelta(days=1))


def test_a_link_is_good_once_and_in_time() -> None:
    before = NOON - timedelta(seconds=1)

    assert LINK.is_usable(before)
    assert not LINK.is_usable(NOON)
    assert not replace(LINK, is_used=True).is_usable(before)
    assert not replace(LINK, is_code_alive=False).is_usable(before)


@pytest.mark.parametrize("typed", ["AC3D4-7FGHJ", "ac3d4 7fghj", " AC3D47FGHJ "])
def test_a_code_may_be_typed_as_people_type(typed: str) -> None:
    assert typed_code(typed) == "AC3D47FGHJ"
