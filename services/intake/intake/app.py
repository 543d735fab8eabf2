"""Where intake is put together: the only place that builds."""

from functools import partial
from urllib.parse import urlsplit

from fastapi import FastAPI

from common.clock import Clock, SystemClock
from common.db.engine import create_engine
from common.http.app import create_app
from common.http.sessions import SessionCookie
from common.ids import Chance, SystemChance
from common.secrets import Signer
from common.service import Service
from common.storage import ObjectStorage, S3Storage
from common.unit_of_work import Ground
from intake.api import (
    attachments,
    email_proofs,
    open311,
    reports,
    texts,
    tracking,
    tracking_links,
)
from intake.api.categories import categories
from intake.api.problems import PROBLEMS
from intake.consumers import subscriptions
from intake.domain.buckets import Buckets
from intake.domain.draft import DRAFT_LIFE
from intake.domain.tree_search import TreeSearches
from intake.gateways.clamd import Clamd
from intake.gateways.demo_antivirus import DemoAntivirus
from intake.gateways.open_data import count_paths, read_path_map
from intake.gateways.sandbox import SandboxInspector
from intake.gateways.tree_files import read_history, read_synonyms
from intake.jobs import jobs, loops
from intake.pages.routes import page_routers
from intake.pages.shell import (
    NoDraft,
    NoTrackingSession,
    ask_for_link,
    make_pages,
    start_again,
)
from intake.parts import IntakeParts, TreeContent
from intake.ports import Antivirus
from intake.settings import AntivirusSettings, Settings


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    chance: Chance | None = None,
    storage: ObjectStorage | None = None,
    antivirus: Antivirus | None = None,
) -> IntakeParts:
    """Everything of intake. What tests bring of their own takes the place of the real thing."""
    url = settings.database.url.get_secret_value()
    engine = create_engine(url, application="intake", pool_size=settings.database.pool_size)
    ticking = clock or SystemClock()
    buckets = settings.storage
    return IntakeParts(
        ground=Ground("intake", engine, ticking, chance or SystemChance()),
        http=settings.http,
        tracking_cookie=SessionCookie("vigie-tracking", settings.http),
        draft_cookie=SessionCookie("vigie-draft", settings.http, life=DRAFT_LIFE),
        proof_cookie=SessionCookie("vigie-proof", settings.http),
        receipt_cookie=SessionCookie("vigie-receipt", settings.http),
        trees=read_history(),
        searches=TreeSearches(read_synonyms()),
        storage=storage or S3Storage(settings.storage),
        buckets=Buckets(quarantine=buckets.quarantine_bucket, clean=buckets.clean_bucket),
        antivirus=antivirus or _antivirus(settings.antivirus),
        inspector=SandboxInspector(),
        picker=Signer(settings.picker_key.get_secret_value(), clock=ticking),
        routing_url=settings.links.routing.rstrip("/"),
        upload_origin=_origin(buckets.public_endpoint or buckets.endpoint),
    )


def create_api(parts: IntakeParts) -> FastAPI:
    pages = make_pages(parts)
    app = create_app(
        service="intake",
        title="Vigie intake",
        ground=parts.ground,
        settings=parts.http,
        routers=[
            categories(parts),
            email_proofs.router,
            attachments.router,
            reports.router,
            texts.router,
            tracking.router,
            tracking_links.router,
            open311.router,
            *page_routers(),
        ],
        problems=PROBLEMS,
        pages=pages,
    )
    app.state.parts = parts
    app.state.pages = pages
    app.add_exception_handler(NoDraft, start_again)
    app.add_exception_handler(NoTrackingSession, ask_for_link)
    return app


async def prepare(parts: IntakeParts) -> None:
    """The buckets where files wait for their verdict and where they stay after it."""
    await parts.storage.ensure_buckets(parts.buckets.quarantine, parts.buckets.clean)


def _antivirus(settings: AntivirusSettings) -> Antivirus:
    return DemoAntivirus() if settings.kind == "demo" else Clamd(settings.host, settings.port)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


SERVICE = Service(
    name="intake",
    package="intake",
    settings=Settings,
    build=build,
    create_api=create_api,
    subscriptions=subscriptions,
    loops=loops,
    jobs=partial(
        jobs,
        content=TreeContent(
            read_history=read_history, read_path_map=read_path_map, count_paths=count_paths
        ),
    ),
    prepare=prepare,
)
