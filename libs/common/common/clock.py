"""The time, as an argument."""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, in UTC."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the one place that reads the system's clock


def paris_date(instant: datetime) -> date:
    """The calendar day in Paris at that instant: the day that people and deadlines mean."""
    return instant.astimezone(PARIS).date()
