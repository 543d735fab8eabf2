"""Working days in metropolitan France, from the `holidays` library."""

from datetime import date

import holidays

_SATURDAY = 5


class FrenchCalendar:
    """National public holidays only: those of Alsace-Moselle and overseas give no extra day."""

    def __init__(self) -> None:
        self._holidays = holidays.country_holidays("FR")

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and day not in self._holidays
