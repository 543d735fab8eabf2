"""One-time codes, against the examples of RFC 6238."""

from datetime import UTC, datetime

import pytest

from company_portal.domain.one_time_code import (
    code_at,
    enrolment_uri,
    matching_step,
    typed_secret,
)

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert code_at(SECRET, seconds // 30) == code


def test_one_step_of_drift_is_forgiven_and_no_more() -> None:
    now = datetime.fromtimestamp(1234567890, UTC)
    step = 1234567890 // 30

    assert matching_step(SECRET, code_at(SECRET, step - 1), now) == step - 1
    assert matching_step(SECRET, code_at(SECRET, step + 1), now) == step + 1
    assert matching_step(SECRET, code_at(SECRET, step - 2), now) is None
    assert matching_step(SECRET, "é", now) is None


def test_the_picture_tells_the_secret_the_issuer_and_the_account() -> None:
    uri = enrolment_uri(SECRET, account="a@b.fr", issuer="Vigie")

    assert uri == f"otpauth://totp/Vigie%3Aa%40b.fr?secret={typed_secret(SECRET)}&issuer=Vigie"
