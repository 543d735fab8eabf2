"""Weeks begin on Monday, in Paris."""

from datetime import UTC, date, datetime

from agent_analytics.domain.weeks import week_of, weeks_between


def test_sunday_night_in_utc_is_monday_in_paris() -> None:
    assert week_of(datetime(2026, 5, 3, 22, 30, tzinfo=UTC)) == date(2026, 5, 4)


def test_a_curve_shows_empty_weeks() -> None:
    weeks = weeks_between(date(2026, 5, 4), date(2026, 5, 18))

    assert weeks == [date(2026, 5, 4), date(2026, 5, 11), date(2026, 5, 18)]
