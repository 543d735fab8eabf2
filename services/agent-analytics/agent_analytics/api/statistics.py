"""Counts for agents, over their territory."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from agent_analytics.api.deps import CurrentScope, OpenStore
from agent_analytics.api.problems import refusals
from agent_analytics.domain.search import Dimension
from agent_analytics.domain.sign_in import NotSignedIn
from agent_analytics.domain.territory import NoReportsForRole
from agent_analytics.handlers.count_reports import CountQuery, count_by_dimension, count_by_week
from common.http.strict import StrictRoute

router = APIRouter(prefix="/v1/statistics", route_class=StrictRoute, tags=["statistics"])


class WeekBody(BaseModel):
    """Reports submitted in the week that begins on that Monday (Paris)."""

    week: date
    count: int


class SeriesBody(BaseModel):
    items: list[WeekBody]


class ShareBody(BaseModel):
    """`key` is null for the reports that nobody could place in a département."""

    key: str | None
    count: int


class BreakdownBody(BaseModel):
    by: Dimension
    total: int
    items: list[ShareBody]


class BreakdownQuery(CountQuery):
    by: Dimension


@router.get("/series", responses=refusals(NotSignedIn, NoReportsForRole))
async def series(
    query: Annotated[CountQuery, Query()], scope: CurrentScope, store: OpenStore
) -> SeriesBody:
    """Reports by week of submission, weeks without any included."""
    weeks = await count_by_week(query, store, scope=scope)
    return SeriesBody(items=[WeekBody(week=week.monday, count=week.count) for week in weeks])


@router.get("/breakdown", responses=refusals(NotSignedIn, NoReportsForRole))
async def breakdown(
    query: Annotated[BreakdownQuery, Query()], scope: CurrentScope, store: OpenStore
) -> BreakdownBody:
    """Reports by category, département or status, the largest count first."""
    shares = await count_by_dimension(query.by, query, store, scope=scope)
    return BreakdownBody(
        by=query.by,
        total=sum(share.count for share in shares),
        items=[ShareBody(key=share.key, count=share.count) for share in shares],
    )
