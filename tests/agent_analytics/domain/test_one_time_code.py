"""The code that a phone shows serves once, and about now."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from agent_analytics.domain.one_time_code import STEP_SECONDS, matching_step

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = datetime(2026, 5, 4, 10, 0, 10, tzinfo=UTC)
STEP = int(NOW.timestamp()) // STEP_SECONDS


def _code(steps: int = 0) -> str:
    return pyotp.TOTP(SECRET).at(NOW + timedelta(seconds=STEP_SECONDS * steps))


@pytest.mark.parametrize("drift", [-1, 0, 1])
def test_a_phone_may_be_one_step_off(drift: int) -> None:
    assert matching_step(SECRET, _code(drift), now=NOW, last_step=None) == STEP + drift


@pytest.mark.parametrize("drift", [-2, 2])
def test_two_steps_off_is_too_far(drift: int) -> None:
    assert matching_step(SECRET, _code(drift), now=NOW, last_step=None) is None


def test_a_code_is_refused_once_used() -> None:
    assert matching_step(SECRET, _code(), now=NOW, last_step=STEP) is None


def test_an_older_code_is_refused_after_a_newer_one() -> None:
    assert matching_step(SECRET, _code(-1), now=NOW, last_step=STEP) is None


def test_blanks_in_the_code_are_forgiven() -> None:
    code = _code()

    assert matching_step(SECRET, f"{code[:3]} {code[3:]}", now=NOW, last_step=None) == STEP


@pytest.mark.parametrize("code", ["", "000", "１２３４５６", "abcdef", "é" * 6])
def test_what_is_no_code_is_refused(code: str) -> None:
    assert matching_step(SECRET, code, now=NOW, last_step=None) is None
