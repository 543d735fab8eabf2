"""What the portal needs of the outside world."""

from datetime import date
from typing import Protocol


class WorkingDays(Protocol):
    def is_working_day(self, day: date) -> bool:
        """Whether people work on that day in France: neither week-end nor public holiday."""
