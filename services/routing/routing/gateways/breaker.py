"""A circuit breaker: a service that keeps failing is left in peace for a while."""

from collections.abc import Callable
from dataclasses import dataclass


class CircuitOpen(Exception):
    """The service failed too often lately; it is not asked."""


@dataclass(slots=True)
class Breaker:
    """Opens after `most` failures in a row, lets one try through every `rest_seconds`.

    `now` gives the seconds of a clock that only goes forward.
    """

    most: int
    rest_seconds: float
    now: Callable[[], float]
    _failures: int = 0
    _opened_at: float = 0.0

    def before(self) -> None:
        """Raises `CircuitOpen` while the service rests."""
        if self._failures < self.most:
            return
        if self.now() - self._opened_at < self.rest_seconds:
            raise CircuitOpen
        # One try: the next failure opens the circuit for another rest.
        self._opened_at = self.now()

    def failed(self) -> None:
        self._failures += 1
        if self._failures >= self.most:
            self._opened_at = self.now()

    def succeeded(self) -> None:
        self._failures = 0
