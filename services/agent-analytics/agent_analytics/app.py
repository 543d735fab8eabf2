"""The one place where agent-analytics is put together."""

from fastapi import FastAPI

from agent_analytics.api.problems import PROBLEMS
from agent_analytics.api.routes import api_routers
from agent_analytics.consumers import subscriptions
from agent_analytics.gateways.chart_renderer import SubprocessRenderer
from agent_analytics.jobs import jobs, loops
from agent_analytics.pages.deps import SignInFirst, sign_in_first
from agent_analytics.pages.routes import make_pages, page_routers
from agent_analytics.parts import AnalyticsParts
from agent_analytics.ports import ChartRenderer
from agent_analytics.settings import Settings
from common.clock import Clock, SystemClock
from common.db.engine import create_engine
from common.http.app import create_app
from common.ids import Chance, SystemChance
from common.secrets import Safe
from common.service import Service
from common.storage import ObjectStorage, S3Storage
from common.unit_of_work import Ground

NAME = "agent-analytics"


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    chance: Chance | None = None,
    charts: ChartRenderer | None = None,
    storage: ObjectStorage | None = None,
) -> AnalyticsParts:
    engine = create_engine(
        settings.database.url.get_secret_value(),
        application=NAME,
        pool_size=settings.database.pool_size,
    )
    dice = chance or SystemChance()
    return AnalyticsParts(
        ground=Ground(NAME, engine, clock or SystemClock(), dice),
        http=settings.http,
        charts=charts or SubprocessRenderer(),
        safe=Safe(settings.secrets.safe_key.get_secret_value(), purpose=NAME, chance=dice),
        storage=storage or S3Storage(settings.storage),
        clean_bucket=settings.storage.clean_bucket,
        routing_url=settings.links.routing.rstrip("/"),
    )


def create_api(parts: AnalyticsParts) -> FastAPI:
    pages = make_pages(parts)
    app = create_app(
        service=NAME,
        title="Vigie – agents",
        ground=parts.ground,
        settings=parts.http,
        routers=[*api_routers(), *page_routers()],
        problems=PROBLEMS,
        pages=pages,
    )
    app.state.parts = parts
    app.state.pages = pages
    app.add_exception_handler(SignInFirst, sign_in_first)
    return app


SERVICE = Service(
    name=NAME,
    package="agent_analytics",
    settings=Settings,
    build=build,
    create_api=create_api,
    subscriptions=subscriptions,
    loops=loops,
    jobs=jobs,
)
