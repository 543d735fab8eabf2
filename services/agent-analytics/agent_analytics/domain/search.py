"""What agents ask for: filters, and words."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

MOST_TERMS = 10
LONGEST_QUERY = 200


class TooManyTerms(ValueError):
    """The query holds more terms than the search allows."""


class Order(StrEnum):
    """By date of submission; the report's id settles equal instants."""

    NEWEST = "-submitted_at"
    OLDEST = "submitted_at"


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """What a report must fulfil; an empty tuple asks nothing. Days are Paris days, included."""

    start: date | None = None
    end: date | None = None
    departments: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    sirets: tuple[str, ...] = ()
    sirens: tuple[str, ...] = ()
    ratings: tuple[str, ...] = ()
    has_attachment: bool | None = None
    has_answer: bool | None = None
    reference: str | None = None
    words: str | None = None
    order: Order = field(default=Order.NEWEST)


def plain(text: str) -> str:
    """The text as the index knows it: no accents, no capitals, straight apostrophes."""
    straight = text.replace("’", "'").replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFKD", straight)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def checked_words(text: str) -> str:
    """The query as PostgreSQL's `websearch_to_tsquery` reads it.

    Words are all wanted, `"…"` is a phrase, `or` an alternative, `-` excludes. More than ten
    terms is refused: a long query is a mistake or an attack.
    """
    query = plain(text).strip()
    terms = re.findall(r'"[^"]*"|\S+', query)
    if len(terms) > MOST_TERMS or len(query) > LONGEST_QUERY:
        raise TooManyTerms
    return query


class BadPlace(ValueError):
    """The cursor's values name no place in a list."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of a list begins: after the report submitted then."""

    submitted_at: datetime
    report_id: UUID

    @classmethod
    def read(cls, values: Sequence[str]) -> "Place":
        """The place that `values()` gave; raises BadPlace."""
        try:
            instant, report_id = values
            submitted_at = datetime.fromisoformat(instant)
            if submitted_at.utcoffset() is None:
                raise BadPlace
            return cls(submitted_at.astimezone(UTC), UUID(report_id))
        except (ValueError, OverflowError) as error:
            raise BadPlace from error

    def values(self) -> tuple[str, str]:
        return self.submitted_at.isoformat(), str(self.report_id)


@dataclass(frozen=True, slots=True)
class CountFilter:
    """What the roll-up can be asked: its own dimensions and no other. Weeks begin on Monday."""

    first_week: date | None = None
    last_week: date | None = None
    departments: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


class Dimension(StrEnum):
    """What counts may be broken down by."""

    CATEGORY = "category"
    DEPARTMENT = "department"
    STATUS = "status"
