"""Working days in France."""

from datetime import date

import pytest

from company_portal.gateways.french_calendar import FrenchCalendar


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 5, 4), True),
        (date(2026, 5, 2), False),
        (date(2026, 5, 3), False),
        (date(2026, 5, 1), False),
        (date(2026, 5, 14), False),
        (date(2026, 5, 25), False),
        (date(2026, 7, 14), False),
        (date(2027, 1, 1), False),
        (date(2026, 4, 3), True),
    ],
)
def test_week_ends_and_national_holidays_are_not_worked(day: date, *, works: bool) -> None:
    assert FrenchCalendar().is_working_day(day) is works
