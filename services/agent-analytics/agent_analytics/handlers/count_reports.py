"""An agent looks at how many reports there are, week by week and by kind."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from agent_analytics.domain.search import CountFilter, Dimension
from agent_analytics.domain.status import Status
from agent_analytics.domain.territory import Scope
from agent_analytics.domain.weeks import monday_of, weeks_between
from agent_analytics.handlers.parameters import Day, Department, Few, Query
from agent_analytics.store import Store
from agent_analytics.store.statistics import counts_by, weekly_counts
from common.http.strict import Line


class CountQuery(Query):
    """Which reports to count: those of the weeks that hold `start` and `end`, and between."""

    start: Day | None = None
    end: Day | None = None
    department: Annotated[list[Department], Few] = []
    status: Annotated[list[Status], Few] = []
    category: Annotated[list[Annotated[str, Line(100)]], Few] = []

    def filter(self) -> CountFilter:
        return CountFilter(
            first_week=self.start and monday_of(self.start),
            last_week=self.end and monday_of(self.end),
            departments=tuple(self.department),
            statuses=tuple(self.status),
            categories=tuple(self.category),
        )


@dataclass(frozen=True, slots=True)
class Week:
    """Reports submitted in the week that begins on that Monday (Paris)."""

    monday: date
    count: int


@dataclass(frozen=True, slots=True)
class Share:
    """`key` is None for the reports that nobody could place in a département."""

    key: str | None
    count: int


async def count_by_week(query: CountQuery, store: Store, *, scope: Scope) -> list[Week]:
    """From the first week with a report to the last, those without any included."""
    counts = await weekly_counts(store, query.filter(), scope=scope)
    weeks = weeks_between(min(counts), max(counts)) if counts else []
    return [Week(monday, counts.get(monday, 0)) for monday in weeks]


async def count_by_dimension(
    dimension: Dimension, query: CountQuery, store: Store, *, scope: Scope
) -> list[Share]:
    """The largest count first."""
    counts = await counts_by(store, dimension, query.filter(), scope=scope)
    largest_first = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [Share(key or None, count) for key, count in largest_first]
