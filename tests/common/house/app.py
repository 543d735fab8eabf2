"""The house's application: one route for each thing that the shared plumbing must do."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from sqlalchemy import text
from starlette.responses import JSONResponse, PlainTextResponse

from common.http.app import create_app
from common.http.clients import network_of
from common.http.forms import read_form
from common.http.idempotency import IDEMPOTENT, once
from common.http.language import Text
from common.http.pages import Link, Pages
from common.http.pagination import Cursor, decode_cursor
from common.http.problem import Problem, ProblemSpec
from common.http.sessions import SessionCookie, check_csrf
from common.http.strict import Digits, Line, Prose, StrictModel, StrictRoute
from common.settings import HttpSettings
from common.throttle import hit
from common.unit_of_work import Ground, UnitOfWork

SETTINGS = HttpSettings(port=8001, public_url="https://house.test")


class ThingTaken(Exception):
    """There is one already."""


class Thing(StrictModel):
    name: Annotated[str, Line(20)]
    story: Annotated[str, Prose(500)] | None = None
    weight: int = 0
    is_heavy: bool = False
    code: Annotated[str, Digits(4)] | None = None
    made_on: date | None = None
    owner: UUID | None = None
    password: Annotated[str, Line(20)] | None = None


TAKEN = ProblemSpec(
    409,
    "thing-taken",
    Text("Objet déjà pris", "Thing taken"),
    Text("Choisissez un autre nom.", "Choose another name."),
    extensions=lambda _: {"allowed": ["other"]},
)
LOCKED = ProblemSpec(423, "locked", Text("Fermé", "Locked"), Text("Non.", "No."))


def house(ground: Ground, *, settings: HttpSettings = SETTINGS) -> FastAPI:
    pages = Pages(
        "common",
        service_title=Text("La maison", "The house"),
        navigation=lambda request: [
            Link(Text("Entrée", "Hall"), "/", is_current=request.url.path == "/")
        ],
    )
    return create_app(
        service="house",
        title="House",
        ground=ground,
        settings=settings,
        routers=[_writes(ground), _reads(ground), _pages(pages)],
        problems={ThingTaken: TAKEN},
        pages=pages,
    )


def _store(ground: Ground) -> Any:
    async def store() -> AsyncIterator[UnitOfWork]:
        async with UnitOfWork(ground) as opened:
            yield opened

    return Depends(store, scope="function")


def _writes(ground: Ground) -> APIRouter:
    router = APIRouter(prefix="/v1", route_class=StrictRoute)
    opened = _store(ground)

    @router.post("/things", status_code=201, openapi_extra=IDEMPOTENT)
    async def create(thing: Thing, request: Request, store: UnitOfWork = opened) -> Response:
        return await once(request, store, scope="things", do=lambda: _make(thing, store))

    @router.post("/promises", status_code=201)
    async def promise(store: UnitOfWork = opened) -> dict[str, str]:
        connection = await store.connection()
        # The constraint is checked at the commit: until then, all looks well.
        await connection.execute(text("INSERT INTO pledges (needs) VALUES (404)"))
        return {"status": "kept"}

    @router.post("/tries")
    async def tries(request: Request, store: UnitOfWork = opened) -> None:
        await hit(store, network_of(request), limit=2, window=timedelta(minutes=1))
        raise Problem(LOCKED)

    return router


async def _make(thing: Thing, store: UnitOfWork) -> Response:
    if thing.name == "taken":
        raise ThingTaken
    connection = await store.connection()
    created = await connection.scalar(
        text("INSERT INTO things (name, weight) VALUES (:name, :weight) RETURNING id"),
        {"name": thing.name, "weight": thing.weight},
    )
    where = {"location": f"/v1/things/{created}"}
    return JSONResponse({"id": created, "name": thing.name}, 201, where)


def _reads(ground: Ground) -> APIRouter:
    router = APIRouter(prefix="/v1", route_class=StrictRoute)
    opened = _store(ground)

    @router.post("/echo")
    async def echo(thing: Thing) -> Thing:
        return thing

    @router.get("/things")
    async def search(
        q: str = "", limit: Annotated[int, Query(ge=1, le=100)] = 10, cursor: Cursor | None = None
    ) -> dict[str, object]:
        return {"q": q, "limit": limit, "after": decode_cursor(cursor, count=2) if cursor else None}

    @router.get("/things/{thing_id}")
    async def read(thing_id: int, store: UnitOfWork = opened) -> dict[str, object]:
        connection = await store.connection()
        found = await connection.scalar(
            text("SELECT name FROM things WHERE id = :id"), {"id": thing_id}
        )
        return {"name": found}

    @router.get("/locked")
    async def locked() -> None:
        raise Problem(LOCKED, until="2026-05-05")

    @router.get("/broken")
    async def broken() -> None:
        raise RuntimeError("the secret of the house")

    return router


def _pages(pages: Pages) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    cookie = SessionCookie("house", SETTINGS)

    @router.get("/")
    async def hall(request: Request) -> Response:
        return pages.render(request, "accessibility.html")

    @router.post("/form")
    async def form(request: Request) -> Response:
        given = await read_form(request)
        return PlainTextResponse(repr(given.values()))

    @router.post("/guarded")
    async def guarded(request: Request) -> Response:
        token = cookie.read(request)
        if token is None:
            raise Problem(LOCKED)
        given = await read_form(request)
        check_csrf(request, token, given.text("csrf_token"))
        response = PlainTextResponse("done")
        cookie.set(response, token)
        return response

    return router
