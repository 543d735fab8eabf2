"""One way to make a service's web application."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, FastAPI
from fastapi.telemetry import TelemetryConfig

from common.http.edge import Edge
from common.http.health import health_routes
from common.http.limits import Limits
from common.http.openapi import truthful
from common.http.pages import Pages
from common.http.problem import ProblemSpec
from common.http.refusals import handlers
from common.settings import HttpSettings
from common.unit_of_work import Ground

# `Edge` makes the span and the measures, and logs a fault without its text.
_OURS_INSTEAD: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
}


def create_app(  # noqa: PLR0913 - all that the five applications differ in
    *,
    service: str,
    title: str,
    ground: Ground,
    settings: HttpSettings,
    routers: Sequence[APIRouter],
    problems: Mapping[type[Exception], ProblemSpec],
    pages: Pages | None = None,
) -> FastAPI:
    """The application with its routes, refusals, limits, safe headers and health checks.

    `problems` says how the service's own refusals look to callers. Routers of pages should be
    made with `include_in_schema=False`: the OpenAPI document is for programs.
    """
    app = FastAPI(
        title=title, docs_url=None, redoc_url=None, redirect_slashes=False, telemetry=_OURS_INSTEAD
    )
    app.state.http_settings = settings
    app.state.error_page = pages.error_page if pages is not None else None
    for kind, handler in handlers(problems).items():
        app.add_exception_handler(kind, handler)
    own = [pages.routes()] if pages is not None else []
    for router in (*routers, *own, health_routes(ground)):
        app.include_router(router)
    app.openapi = truthful(app)  # type: ignore[method-assign] # as FastAPI's documentation does
    app.add_middleware(Limits)
    app.add_middleware(Edge, service=service, new_id=ground.new_id)
    return app
