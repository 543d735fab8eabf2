"""A circuit breaker."""

import pytest

from routing.gateways.breaker import Breaker, CircuitOpen


class Hour:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        breaker.before()
        breaker.failed()


def test_it_opens_after_failures_in_a_row_and_only_then() -> None:
    breaker = Breaker(3, 60, Hour())
    fail(breaker, 2)
    breaker.succeeded()
    fail(breaker, 2)
    breaker.before()
    breaker.failed()
    with pytest.raises(CircuitOpen):
        breaker.before()


def test_after_a_rest_one_try_decides() -> None:
    hour = Hour()
    breaker = Breaker(3, 60, hour)
    fail(breaker, 3)
    hour.seconds = 61
    breaker.before()
    with pytest.raises(CircuitOpen):
        breaker.before()
    breaker.failed()
    hour.seconds = 100
    with pytest.raises(CircuitOpen):
        breaker.before()
    hour.seconds = 122
    breaker.before()
    breaker.succeeded()
    fail(breaker, 2)
    breaker.before()
