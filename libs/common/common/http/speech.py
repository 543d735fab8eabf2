"""How templates say dates, numbers and texts in the language of the page."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from common.clock import PARIS, paris_date
from common.http.language import Language, Text

_LOCALES = {Language.FRENCH: "fr_FR", Language.ENGLISH: "en_GB"}


def filters_of(language: Language) -> dict[str, Callable[..., Any]]:
    """`say` (a Text or anything else), `day`, `moment`, `number`, `percent`."""
    locale = _LOCALES[language]

    def say(value: Any) -> Any:
        return value.speak(language) if isinstance(value, Text) else value

    def day(value: date) -> str:
        on = paris_date(value) if isinstance(value, datetime) else value
        text = format_date(on, format="long", locale=locale)
        # French has an ordinal for the first day of a month, and for no other.
        return f"1er{text[1:]}" if language is Language.FRENCH and on.day == 1 else text

    def moment(value: datetime) -> str:
        return format_datetime(value.astimezone(PARIS), format=_MOMENTS[language], locale=locale)

    def number(value: float) -> str:
        return format_decimal(value, locale=locale)

    def percent(value: float) -> str:
        return format_percent(value, format="0 %" if locale == "fr_FR" else "0%", locale=locale)

    return {"say": say, "day": day, "moment": moment, "number": number, "percent": percent}


_MOMENTS = {
    Language.FRENCH: "d MMMM yyyy 'à' HH:mm",
    Language.ENGLISH: "d MMMM yyyy 'at' HH:mm",
}
