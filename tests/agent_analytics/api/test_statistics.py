"""Counts: over the territory for agents, without small numbers for everyone."""

from datetime import timedelta

import httpx

from agent_analytics.domain.territory import Role
from agent_analytics.parts import AnalyticsParts
from common.contracts.report import WebsiteTarget
from common.testing.clock import FrozenClock
from tests.agent_analytics.builders import MONDAY
from tests.agent_analytics.people import People
from tests.agent_analytics.telling import a_filed_report

WEEK = timedelta(weeks=1)


async def _file_some(parts: AnalyticsParts) -> None:
    await a_filed_report(parts, 1, department="75")
    await a_filed_report(parts, 2, department="75", submitted_at=MONDAY + 2 * WEEK)
    await a_filed_report(parts, 3, department="69", category="internet")


async def test_the_curve_shows_empty_weeks(
    parts: AnalyticsParts, client: httpx.AsyncClient, people: People
) -> None:
    await _file_some(parts)
    header = await people.sign_in()

    body = (await client.get("/v1/statistics/series", headers=header)).json()

    assert body["items"] == [
        {"week": "2026-05-04", "count": 1},
        {"week": "2026-05-11", "count": 0},
        {"week": "2026-05-18", "count": 1},
    ]


async def test_a_breakdown_counts_the_territory(
    parts: AnalyticsParts, client: httpx.AsyncClient, people: People
) -> None:
    await _file_some(parts)
    own = await people.sign_in(where="75")
    all_ = await people.sign_in("chief@dgccrf.test", role=Role.SUPERVISOR, where="")
    query = {"by": "category"}

    mine = (await client.get("/v1/statistics/breakdown", params=query, headers=own)).json()
    everyone = (await client.get("/v1/statistics/breakdown", params=query, headers=all_)).json()

    assert mine["items"] == [{"key": "shops", "count": 2}]
    assert everyone["total"] == 3


async def test_a_foreign_departement_counts_nothing(
    parts: AnalyticsParts, client: httpx.AsyncClient, people: People
) -> None:
    await _file_some(parts)
    header = await people.sign_in(where="75")
    query = {"by": "status", "department": "69"}

    body = (await client.get("/v1/statistics/breakdown", params=query, headers=header)).json()

    assert body["total"] == 0


async def test_days_choose_whole_weeks(
    parts: AnalyticsParts, client: httpx.AsyncClient, people: People
) -> None:
    await _file_some(parts)
    header = await people.sign_in(where="75")
    query = {"start": "2026-05-20", "end": "2026-05-20"}

    body = (await client.get("/v1/statistics/series", params=query, headers=header)).json()

    assert [item["week"] for item in body["items"]] == ["2026-05-18"]


async def test_reports_that_nobody_placed_have_no_key(
    parts: AnalyticsParts, client: httpx.AsyncClient, people: People
) -> None:
    await a_filed_report(parts, 1, target=WebsiteTarget(url="https://x.example"), department=None)
    header = await people.sign_in(role=Role.SUPERVISOR, where="")
    query = {"by": "department"}

    body = (await client.get("/v1/statistics/breakdown", params=query, headers=header)).json()

    assert body["items"] == [{"key": None, "count": 1}]


async def test_the_public_sees_no_small_number(
    parts: AnalyticsParts, client: httpx.AsyncClient, clock: FrozenClock
) -> None:
    for number in range(1, 16):
        await a_filed_report(parts, number, department="75" if number < 13 else "69")
    clock.set(MONDAY + WEEK)

    body = (await client.get("/v1/public/statistics")).json()

    assert body["total"] == 15
    assert {item["key"]: item["count"] for item in body["by_department"]} == {
        "69": None,
        "75": None,
    }
    assert body["by_category"] == [{"key": "shops", "count": 15}]


async def test_the_public_sees_complete_weeks_only(
    parts: AnalyticsParts, client: httpx.AsyncClient, clock: FrozenClock
) -> None:
    for number in range(1, 13):
        await a_filed_report(parts, number)
    clock.set(MONDAY + timedelta(days=6))

    body = (await client.get("/v1/public/statistics")).json()

    assert body["total"] is None
    assert body["by_week"] == []
