"""Counts for everyone: of complete weeks, without the small ones."""

from datetime import date

from fastapi import APIRouter, Response
from pydantic import BaseModel

from agent_analytics.api.deps import OpenStore
from agent_analytics.domain.search import CountFilter, Dimension
from agent_analytics.domain.suppression import SMALLEST_SHOWN, publishable
from agent_analytics.domain.territory import Scope
from agent_analytics.domain.weeks import WEEK, week_of
from agent_analytics.store import Store
from agent_analytics.store.statistics import counts_by, weekly_counts
from common.http.strict import StrictRoute

router = APIRouter(prefix="/v1/public", route_class=StrictRoute, tags=["public"])
KEPT_BY_BROWSERS = "public, max-age=3600"
_COUNTRY = Scope(None)


class PublicCount(BaseModel):
    """`count` is null when it is too small to be shown, or would give a small one away."""

    key: str | None
    count: int | None


class PublicWeek(BaseModel):
    week: date
    count: int | None


class PublicStatistics(BaseModel):
    """Reports up to the end of the last complete week; `smallest_shown` is the rule applied."""

    until: date
    smallest_shown: int
    total: int | None
    by_week: list[PublicWeek]
    by_category: list[PublicCount]
    by_department: list[PublicCount]
    by_status: list[PublicCount]


@router.get("/statistics")
async def public_statistics(response: Response, store: OpenStore) -> PublicStatistics:
    """How many reports there are, for everyone, without anything that points at a person."""
    response.headers["cache-control"] = KEPT_BY_BROWSERS
    last_week = week_of(store.clock.now()) - WEEK
    wanted = CountFilter(last_week=last_week)
    weeks = publishable(await weekly_counts(store, wanted, scope=_COUNTRY))
    statuses = await counts_by(store, Dimension.STATUS, wanted, scope=_COUNTRY)
    total = sum(statuses.values())
    return PublicStatistics(
        until=last_week + WEEK,
        smallest_shown=SMALLEST_SHOWN,
        total=total if total >= SMALLEST_SHOWN else None,
        by_week=[PublicWeek(week=week, count=count) for week, count in weeks.items()],
        by_category=await _shown(store, Dimension.CATEGORY, wanted),
        by_department=await _shown(store, Dimension.DEPARTMENT, wanted),
        by_status=await _shown(store, Dimension.STATUS, wanted),
    )


async def _shown(store: Store, dimension: Dimension, wanted: CountFilter) -> list[PublicCount]:
    counts = publishable(await counts_by(store, dimension, wanted, scope=_COUNTRY))
    return [PublicCount(key=key or None, count=count) for key, count in counts.items()]
