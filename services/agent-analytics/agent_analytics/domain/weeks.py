"""Weeks, as the curves count them: from Monday, in Paris."""

from datetime import date, datetime, timedelta

from common.clock import paris_date

WEEK = timedelta(weeks=1)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_of(instant: datetime) -> date:
    """The Monday of the week, in Paris, that holds the instant."""
    return monday_of(paris_date(instant))


def weeks_between(first: date, last: date) -> list[date]:
    """Every Monday from `first` to `last`, both included; a curve shows empty weeks too."""
    count = (last - first).days // 7 + 1
    return [first + WEEK * index for index in range(count)]
