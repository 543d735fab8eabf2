"""The six-digit code."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from intake.domain.email_proof import PendingCode, code_from

NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
CODE = PendingCode(
    id=UUID(int=1), code_hash="", expires_at=NOW + timedelta(minutes=1), tries=0, is_used=False
)


def test_a_code_has_six_digits_zeros_in_front() -> None:
    assert code_from(42) == "000042"
    assert code_from(999_999) == "999999"


def test_a_code_may_be_tried_five_times_before_it_expires_and_once_it_is_not_used() -> None:
    assert CODE.may_be_tried(NOW)
    assert replace(CODE, tries=4).may_be_tried(NOW)
    assert not replace(CODE, tries=5).may_be_tried(NOW)
    assert not replace(CODE, is_used=True).may_be_tried(NOW)
    assert not CODE.may_be_tried(NOW + timedelta(minutes=1))
