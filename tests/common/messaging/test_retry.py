from datetime import UTC, datetime, timedelta

import pytest

from common.messaging.delivery import ATTEMPT, FIRST_FAILED_AT
from common.messaging.retry import History, RetryPolicy

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
POLICY = RetryPolicy()


def after(attempts: int, *, since: timedelta = timedelta(0)) -> History:
    return History(attempts=attempts, first_failed_at=NOW - since)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 1), (2, 10), (3, 60), (4, 600), (5, 3600), (60, 3600)]
)
def test_waiting_climbs_the_ladder_and_stays_on_its_last_step(attempts: int, seconds: int) -> None:
    assert POLICY.wait(after(attempts), now=NOW) == timedelta(seconds=seconds)


def test_patience_ends_after_three_days() -> None:
    assert POLICY.wait(after(70, since=timedelta(days=2, hours=23)), now=NOW) is not None
    assert POLICY.wait(after(75, since=timedelta(days=3)), now=NOW) is None


def test_a_wished_delay_is_the_first_step_that_is_long_enough() -> None:
    wished = [timedelta(seconds=5), timedelta(seconds=30), timedelta(days=1)]
    found = [POLICY.wait(after(1), now=NOW, at_least=delay) for delay in wished]
    assert found == [timedelta(seconds=10), timedelta(minutes=1), timedelta(hours=1)]


def test_the_history_survives_the_headers() -> None:
    history = History().failed("KeyError", now=NOW, is_fault=True)
    later = history.failed("Later", now=NOW + timedelta(hours=1), is_fault=False)
    assert History.read(later.headers()) == later
    assert later == History(2, 1, NOW, "Later")


@pytest.mark.parametrize("value", ["many", -1, None, b"1"])
def test_headers_that_make_no_sense_count_for_nothing(value: object) -> None:
    assert History.read({ATTEMPT: value, FIRST_FAILED_AT: value}) == History()
