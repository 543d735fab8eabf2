"""When a message that failed is tried again, and when it no longer is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from common.messaging import delivery as header
from common.settings import BrokerSettings

DEFAULT_DELAYS: tuple[timedelta, ...] = BrokerSettings.model_fields["retry_delays"].default


@dataclass(frozen=True, slots=True)
class History:
    """What a message went through, as its headers tell; `faults` are the unexpected errors."""

    attempts: int = 0
    faults: int = 0
    first_failed_at: datetime | None = None
    last_error: str | None = None

    @classmethod
    def read(cls, headers: Mapping[str, Any]) -> Self:
        """The history in the headers; what cannot be read counts as nothing."""
        first = headers.get(header.FIRST_FAILED_AT)
        return cls(
            attempts=_count(headers.get(header.ATTEMPT)),
            faults=_count(headers.get(header.FAULTS)),
            first_failed_at=_instant(first),
            last_error=headers.get(header.LAST_ERROR),
        )

    def failed(self, error: str, *, now: datetime, is_fault: bool) -> Self:
        return replace(
            self,
            attempts=self.attempts + 1,
            faults=self.faults + (1 if is_fault else 0),
            first_failed_at=self.first_failed_at or now,
            last_error=error,
        )

    def headers(self) -> dict[str, Any]:
        told = {
            header.ATTEMPT: self.attempts,
            header.FAULTS: self.faults,
            header.FIRST_FAILED_AT: self.first_failed_at and self.first_failed_at.isoformat(),
            header.LAST_ERROR: self.last_error,
        }
        return {name: value for name, value in told.items() if value is not None}


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """The ladder of delays and how far each kind of failure may climb it.

    Waiting for something that has not arrived, or for a lock, goes on for `patience` in all, the
    last delay repeating. An unexpected error is a bug until proved otherwise: `faults` tries,
    then a person looks. A message that ended `deaths` processes is not tried again.
    """

    delays: tuple[timedelta, ...] = DEFAULT_DELAYS
    patience: timedelta = timedelta(days=3)
    faults: int = 3
    deaths: int = 3
    handler_timeout: timedelta = timedelta(seconds=60)

    def wait(
        self, history: History, *, now: datetime, at_least: timedelta | None = None
    ) -> timedelta | None:
        """The delay before the next try, or None when patience has run out."""
        if history.first_failed_at and now - history.first_failed_at >= self.patience:
            return None
        if at_least is not None:
            long_enough = [delay for delay in self.delays if delay >= at_least]
            return long_enough[0] if long_enough else self.delays[-1]
        return self.delays[min(max(history.attempts, 1), len(self.delays)) - 1]

    def after_fault(self, history: History) -> timedelta | None:
        """The delay before the next try, or None when a person must look."""
        if history.faults > self.faults:
            return None
        # The first step is for what is merely out of order; a fault needs longer to be mended.
        return self.delays[min(history.faults, len(self.delays) - 1)]


def _count(value: Any) -> int:
    return value if isinstance(value, int) and value >= 0 else 0


def _instant(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else None
