"""Every route of the JSON API."""

from fastapi import APIRouter

from agent_analytics.api import public, reports, sessions, statistics


def api_routers() -> list[APIRouter]:
    return [sessions.router, reports.router, statistics.router, public.router]
