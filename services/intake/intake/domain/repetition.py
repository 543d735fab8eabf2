"""The guard against the same report filed again and again (domain rule 7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from common.clock import paris_date

WINDOW = timedelta(days=7)
MOST_IN_WINDOW = 3


@dataclass(frozen=True, slots=True)
class Earlier:
    """A report that the same person filed about the same company and category."""

    reference: str
    submitted_at: datetime


class TooManyReports(Exception):
    """`references` are the earlier reports, newest first; `same_day`: one of them is of today."""

    def __init__(self, references: Sequence[str], *, same_day: bool) -> None:
        super().__init__(", ".join(references))
        self.references = tuple(references)
        self.same_day = same_day


def refuse_repetition(earlier: Sequence[Earlier], *, now: datetime) -> None:
    """Raise `TooManyReports` for the second report of a Paris day or the fourth in seven days."""
    recent = sorted(
        (report for report in earlier if report.submitted_at > now - WINDOW),
        key=lambda report: report.submitted_at,
        reverse=True,
    )
    same_day = any(paris_date(report.submitted_at) == paris_date(now) for report in recent)
    if same_day or len(recent) >= MOST_IN_WINDOW:
        raise TooManyReports([report.reference for report in recent], same_day=same_day)
