"""The one place where routing is put together."""

from fastapi import FastAPI

from common.clock import Clock, SystemClock
from common.db.engine import create_engine
from common.http.app import create_app
from common.ids import Chance, SystemChance
from common.secrets import Signer
from common.service import Service
from common.storage import ObjectStorage, S3Storage
from common.unit_of_work import Ground
from routing.api import desk, establishments, leads, legal_pages, operators
from routing.api import rules as api_rules
from routing.api import simulations as api_simulations
from routing.api import triage as api_triage
from routing.api.problems import PROBLEMS
from routing.consumers import subscriptions
from routing.gateways.guarded_web import GuardedWeb
from routing.gateways.index_share import IndexShare
from routing.gateways.stock_files import DocumentFiles, StockFiles
from routing.gateways.tantivy_index import TantivyIndex
from routing.jobs import jobs, loops
from routing.pages import directory, picker, rules, simulations, together, triage
from routing.pages.shell import pages_of
from routing.parts import Links, RoutingParts
from routing.ports import SearchIndex, SireneUpdates, Web
from routing.settings import Settings, SireneSettings


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    chance: Chance | None = None,
    storage: ObjectStorage | None = None,
    search: SearchIndex | None = None,
    web: Web | None = None,
) -> RoutingParts:
    """Everything, once; what is given replaces what the settings would make."""
    clock = clock or SystemClock()
    engine = create_engine(
        settings.database.url.get_secret_value(),
        application="routing",
        pool_size=settings.database.pool_size,
    )
    if storage is None and settings.storage is not None:
        storage = S3Storage(settings.storage)
    share = None
    if storage is not None and settings.storage is not None:
        share = IndexShare(storage, settings.storage.index_bucket)
    return RoutingParts(
        ground=Ground("routing", engine, clock, chance or SystemChance()),
        http=settings.http,
        search=search or TantivyIndex(settings.search.directory, share=share),
        stock=StockFiles(),
        picker=Signer(settings.picker_key.get_secret_value(), clock=clock),
        links=Links(settings.links.intake, settings.links.agent_analytics),
        storage=storage,
        documents=DocumentFiles(),
        sirene=_sirene(settings.sirene, chance or SystemChance()),
        web=web or GuardedWeb(),
    )


def _sirene(settings: SireneSettings, chance: Chance) -> SireneUpdates | None:
    if settings.api_key is None:
        return None
    # The HTTP client weighs 10 MB: only an installation that asks INSEE carries it.
    from routing.gateways.sirene_api import SireneApi  # noqa: PLC0415

    return SireneApi(settings.url, settings.api_key.get_secret_value(), chance=chance)


def create_api(parts: RoutingParts) -> FastAPI:
    pages = pages_of(parts.links, parts.http)
    app = create_app(
        service="routing",
        title="Vigie – routing",
        ground=parts.ground,
        settings=parts.http,
        routers=[
            establishments.router,
            leads.router,
            legal_pages.router,
            operators.router,
            api_simulations.router,
            api_rules.router,
            desk.router,
            api_triage.router,
            directory.router,
            picker.router,
            simulations.router,
            rules.router,
            together.router,
            triage.router,
        ],
        problems=PROBLEMS,
        pages=pages,
    )
    app.state.parts = parts
    app.state.pages = pages
    return app


SERVICE = Service(
    name="routing",
    package="routing",
    settings=Settings,
    build=build,
    create_api=create_api,
    subscriptions=subscriptions,
    loops=loops,
    jobs=jobs,
)
