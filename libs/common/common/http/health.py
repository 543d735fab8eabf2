"""Is the process alive, can it work, what has it counted."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse

from common.db.migrations import is_current
from common.http.problem import Problem
from common.http.refusals import UNAVAILABLE
from common.unit_of_work import Ground


def health_routes(ground: Ground) -> APIRouter:
    """`/livez` asks nothing of anyone; `/readyz` asks the database, the only thing needed.

    The broker may be away: what is accepted waits in the outbox.
    """
    router = APIRouter(include_in_schema=False)
    package = ground.service.replace("-", "_")

    @router.get("/livez")
    async def livez() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        async with ground.engine.connect() as connection:
            if not await is_current(connection, package):
                raise Problem(UNAVAILABLE)
        return JSONResponse({"status": "ok"})

    @router.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router
