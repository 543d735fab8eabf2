"""How far a long work is, told now and then: so many lines, so fast, so long to wait."""

from dataclasses import dataclass, field

EVERY_SECONDS = 2.0


@dataclass(slots=True)
class Pace:
    """What is told of one file. Times are seconds of any clock that only goes forward."""

    what: str
    begun: float
    told: float = field(default=float("-inf"))
    first: tuple[int, float] | None = None
    is_over: bool = False

    def tell(self, lines: int, share: float, *, at: float) -> str | None:
        """One line for people, or None when the last one is recent and the end was not reached."""
        if self.first is None:
            # An import that goes on where it stopped begins beyond the first line.
            self.first = (lines, share)
        if at - self.told < EVERY_SECONDS and (share < 1 or self.is_over):
            return None
        self.is_over = share >= 1
        self.told = at
        passed = max(at - self.begun, 1e-9)
        lines_here, share_here = lines - self.first[0], share - self.first[1]
        said = f"{self.what}: {lines:,} lines, {share:.0%}"
        if lines_here > 0:
            said += f", {lines_here / passed:,.0f} lines/s"
        if share_here > 0 and share < 1:
            said += f", {_duration(passed * (1 - share) / share_here)} left"
        return said


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"
