"""The guard against the same report filed again and again."""

from datetime import UTC, datetime, timedelta

import pytest

from intake.domain.repetition import Earlier, TooManyReports, refuse_repetition

# Half past midnight in Paris: still the day before in UTC.
NOW = datetime(2026, 5, 3, 22, 30, tzinfo=UTC)


def earlier(*ages: timedelta) -> list[Earlier]:
    return [Earlier(f"R{number}", NOW - age) for number, age in enumerate(ages, start=1)]


def test_a_first_report_passes() -> None:
    refuse_repetition([], now=NOW)


def test_the_second_report_of_a_day_is_refused_with_the_first_reference() -> None:
    with pytest.raises(TooManyReports) as refusal:
        refuse_repetition(earlier(timedelta(minutes=20)), now=NOW)
    assert refusal.value.references == ("R1",)
    assert refusal.value.same_day


def test_the_day_is_that_of_paris() -> None:
    refuse_repetition(earlier(timedelta(minutes=40)), now=NOW)


def test_the_fourth_report_in_seven_days_is_refused() -> None:
    days = [timedelta(days=days) for days in (1, 3, 6)]
    refuse_repetition(earlier(*days[:2]), now=NOW)
    with pytest.raises(TooManyReports) as refusal:
        refuse_repetition(earlier(*days), now=NOW)
    assert refusal.value.references == ("R1", "R2", "R3")
    assert not refusal.value.same_day


def test_reports_older_than_seven_days_do_not_count() -> None:
    refuse_repetition(earlier(*(timedelta(days=days) for days in (2, 4, 7))), now=NOW)
