"""An agent searches the reports of the territory."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from agent_analytics.domain.search import BadPlace, Order, Place, ReportFilter
from agent_analytics.domain.status import Status
from agent_analytics.domain.territory import Scope
from agent_analytics.handlers.parameters import (
    Day,
    Department,
    Few,
    Query,
    Siren,
    Siret,
    Words,
    YesOrNo,
)
from agent_analytics.store import Store
from agent_analytics.store.queries import ReportLine, find_reports
from common.contracts.report import Rating
from common.http.pagination import BAD_CURSOR, decode_cursor, encode_cursor
from common.http.problem import Problem
from common.http.strict import Line


class ReportQuery(Query):
    """Of each list, any value will do, but every `tag`; different parameters must all be met.

    `start` and `end` are days in Paris, both included. `q` searches the texts in French, without
    regard to accents: all words, `"a phrase"`, `or`, `-without`.
    """

    start: Day | None = None
    end: Day | None = None
    department: Annotated[list[Department], Few] = []
    status: Annotated[list[Status], Few] = []
    category: Annotated[list[Annotated[str, Line(100)]], Few] = []
    tag: Annotated[list[Annotated[str, Line(100)]], Few] = []
    siret: Annotated[list[Siret], Few] = []
    siren: Annotated[list[Siren], Few] = []
    rating: Annotated[list[Rating], Few] = []
    has_attachment: YesOrNo | None = None
    has_answer: YesOrNo | None = None
    reference: Annotated[str, Line(20)] | None = None
    q: Words | None = None
    sort: Order = Order.NEWEST
    limit: Annotated[int, Field(ge=1, le=100)] = 25
    cursor: Annotated[str, Line(1024)] | None = None

    def filter(self) -> ReportFilter:
        return ReportFilter(
            start=self.start,
            end=self.end,
            departments=tuple(self.department),
            statuses=tuple(self.status),
            categories=tuple(self.category),
            tags=tuple(self.tag),
            sirets=tuple(self.siret),
            sirens=tuple(self.siren),
            ratings=tuple(self.rating),
            has_attachment=self.has_attachment,
            has_answer=self.has_answer,
            reference=self.reference,
            words=self.q,
            order=self.sort,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """One page of results; `next` is the cursor of the following page, None on the last one."""

    lines: tuple[ReportLine, ...]
    next: str | None


async def search_reports(query: ReportQuery, store: Store, *, scope: Scope) -> Found:
    lines = await find_reports(
        store, query.filter(), scope=scope, after=_place(query.cursor), limit=query.limit + 1
    )
    shown = tuple(lines[: query.limit])
    has_more = len(lines) > query.limit
    return Found(shown, encode_cursor(*shown[-1].place.values()) if has_more else None)


def _place(cursor: str | None) -> Place | None:
    try:
        return Place.read(decode_cursor(cursor)) if cursor else None
    except BadPlace as error:
        raise Problem(BAD_CURSOR) from error
