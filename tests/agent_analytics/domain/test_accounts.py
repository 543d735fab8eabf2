"""What a new account must fulfil."""

import pytest

from agent_analytics.domain.accounts import AccountRefused, check_account, tidy_password
from agent_analytics.domain.territory import Role

GOOD = "a long enough password"


def _check(
    *,
    email: str = "a@b.fr",
    password: str = GOOD,
    role: Role = Role.AGENT,
    departments: tuple[str, ...] = ("75",),
) -> None:
    check_account(email=email, password=password, role=role, departments=departments)


def test_a_sound_account_is_accepted() -> None:
    _check()


def test_a_supervisor_needs_no_territory() -> None:
    _check(role=Role.SUPERVISOR, departments=())


def test_an_agent_without_territory_would_see_nothing() -> None:
    with pytest.raises(AccountRefused):
        _check(departments=())


def test_a_territory_that_does_not_exist_is_refused() -> None:
    with pytest.raises(AccountRefused, match="20"):
        _check(departments=("75", "20"))


@pytest.mark.parametrize("password", ["short", "x" * 11, "x" * 257])
def test_a_password_has_twelve_characters_at_least(password: str) -> None:
    with pytest.raises(AccountRefused):
        _check(password=password)


@pytest.mark.parametrize("email", ["", "nobody", "a b@c.fr", "a@b", "a@b.fr\n"])
def test_an_address_that_is_none_is_refused(email: str) -> None:
    with pytest.raises(AccountRefused):
        _check(email=email)


def test_two_ways_to_type_an_accent_are_one_password() -> None:
    assert tidy_password("cafe\u0301 noir du matin ") == "caf\u00e9 noir du matin"
