"""A clock that is set by hand, so that three months pass in a minute."""

from datetime import datetime


class MovingClock:
    """It only goes forward: services that look at it while it is moved see time pass."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def move_to(self, instant: datetime) -> None:
        self._now = max(self._now, instant)
