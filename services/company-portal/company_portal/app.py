"""The one place where the portal is put together."""

from fastapi import FastAPI

from common.clock import Clock, SystemClock
from common.db.engine import create_engine
from common.http.app import create_app
from common.http.sessions import SessionCookie
from common.ids import Chance, SystemChance
from common.secrets import Safe
from common.service import Service
from common.storage import ObjectStorage, S3Storage
from common.unit_of_work import Ground
from company_portal.api import activations, members, questions, reports, sessions
from company_portal.api.problems import PROBLEMS
from company_portal.consumers import subscriptions
from company_portal.gateways.french_calendar import FrenchCalendar
from company_portal.jobs import jobs, loops
from company_portal.pages.routes import make_pages, page_routers, redirect_to_login
from company_portal.pages.visitors import SignInFirst
from company_portal.parts import PortalParts
from company_portal.ports import WorkingDays
from company_portal.settings import Settings

NAME = "company-portal"
COOKIE = "portal"


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    chance: Chance | None = None,
    calendar: WorkingDays | None = None,
    storage: ObjectStorage | None = None,
) -> PortalParts:
    engine = create_engine(
        settings.database.url.get_secret_value(),
        application=NAME,
        pool_size=settings.database.pool_size,
    )
    dice = chance or SystemChance()
    key = settings.secrets.safe_key.get_secret_value()
    return PortalParts(
        ground=Ground(NAME, engine, clock or SystemClock(), dice),
        http=settings.http,
        cookie=SessionCookie(COOKIE, settings.http),
        calendar=calendar or FrenchCalendar(),
        safe=Safe(key, purpose="company-portal one-time codes", chance=dice),
        storage=storage or S3Storage(settings.storage),
        clean_bucket=settings.storage.clean_bucket,
    )


def create_api(parts: PortalParts) -> FastAPI:
    pages = make_pages()
    app = create_app(
        service=NAME,
        title="Vigie – company portal",
        ground=parts.ground,
        settings=parts.http,
        routers=[
            activations.router,
            sessions.router,
            reports.router,
            questions.router,
            members.router,
            *page_routers(),
        ],
        problems=PROBLEMS,
        pages=pages,
    )
    app.state.parts = parts
    app.state.pages = pages
    app.add_exception_handler(SignInFirst, redirect_to_login)
    return app


SERVICE = Service(
    name=NAME,
    package="company_portal",
    settings=Settings,
    build=build,
    create_api=create_api,
    subscriptions=subscriptions,
    loops=loops,
    jobs=jobs,
)
