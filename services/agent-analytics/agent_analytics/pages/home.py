"""The dashboard: how many reports, when, where, about what, and what became of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from agent_analytics.domain.search import Dimension
from agent_analytics.domain.status import OPEN, Status
from agent_analytics.domain.territory import Role
from agent_analytics.domain.weeks import monday_of
from agent_analytics.handlers.count_reports import (
    CountQuery,
    count_by_dimension,
    count_by_week,
)
from agent_analytics.labels import DIMENSIONS
from agent_analytics.pages.charts import title_of
from agent_analytics.pages.deps import OpenStore, SignedInVisitor, Visitor
from agent_analytics.pages.layouts import LAYOUTS, Layout
from agent_analytics.pages.names import name_of, names_of, own_departments
from agent_analytics.pages.query import read_query, typed
from agent_analytics.store import Store
from common.clock import paris_date
from common.http.language import Text

router = APIRouter(include_in_schema=False)
A_YEAR = timedelta(weeks=52)


@dataclass(frozen=True, slots=True)
class Image:
    """Where a picture is drawn, and how large."""

    address: str
    width: int
    height: int


Picture = Mapping[str, Image]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One picture of the dashboard, for each screen, and the table that says the same."""

    title: Text
    dimension: Text
    picture: Picture
    rows: Sequence[tuple[str, int]]


@router.get("/")
async def home(request: Request, visitor: SignedInVisitor, store: OpenStore) -> Response:
    """The counts of the visitor's territory, for the last year unless asked otherwise."""
    if visitor.account.role is Role.OPERATOR:
        return visitor.show("operator.html")
    query, errors = read_query(request, CountQuery)
    status = 200
    if query is None:
        query, status = CountQuery(), 422
    elif not request.query_params.keys() - {"lang"}:
        query = CountQuery(start=monday_of(paris_date(store.clock.now()) - A_YEAR))
    weeks = await count_by_week(query, store, scope=visitor.scope)
    breakdowns = [await _breakdown(each, query, visitor, store) for each in Dimension]
    return visitor.show(
        "home.html",
        status=status,
        errors=errors,
        typed={**_asked(query), **typed(request)},
        weeks=weeks,
        week_rows=[(week.monday, week.count) for week in weeks],
        numbers=await _numbers(query, visitor, store),
        curve=_picture(visitor, "series", query, size=lambda layout: layout.curve),
        breakdowns=breakdowns,
        departments=own_departments(visitor.scope),
        categories=await names_of(Dimension.CATEGORY, store, visitor.language),
    )


async def _breakdown(
    dimension: Dimension, query: CountQuery, visitor: Visitor, store: Store
) -> Breakdown:
    shares = await count_by_dimension(dimension, query, store, scope=visitor.scope)
    names = await names_of(dimension, store, visitor.language)
    return Breakdown(
        title=title_of(dimension),
        dimension=DIMENSIONS[dimension],
        picture=_picture(
            visitor, dimension.value, query, size=lambda layout: layout.bars_size(len(shares))
        ),
        rows=[(name_of(share.key, names), share.count) for share in shares],
    )


async def _numbers(query: CountQuery, visitor: Visitor, store: Store) -> Sequence[tuple[Text, int]]:
    shares = await count_by_dimension(Dimension.STATUS, query, store, scope=visitor.scope)
    counts = {share.key: share.count for share in shares}
    is_open = sum(counts.get(status.value, 0) for status in OPEN)
    return (
        (Text("signalements", "reports"), sum(counts.values())),
        (Text("en cours", "open"), is_open),
        (Text("à orienter", "to be directed"), counts.get(Status.TRIAGE.value, 0)),
        (Text("avec un engagement", "with a promise"), counts.get(Status.PROMISED.value, 0)),
    )


def _asked(query: CountQuery) -> Mapping[str, str]:
    return {"start": query.start.isoformat()} if query.start else {}


def _picture(
    visitor: Visitor, name: str, query: CountQuery, *, size: Callable[[Layout], tuple[int, int]]
) -> Picture:
    """The images, with the filters that made the table beside them, by format."""
    asked = query.model_dump(mode="json", exclude_defaults=True) | {"lang": visitor.language.value}
    return {
        format_.value: Image(
            f"/charts/{name}.svg?{urlencode(asked | {'format': format_.value}, doseq=True)}",
            *size(layout),
        )
        for format_, layout in LAYOUTS.items()
    }
