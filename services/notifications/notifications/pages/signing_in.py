"""Signing in with a key, and out."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import RedirectResponse

from common.http.language import Text
from common.http.sessions import check_csrf, check_origin
from common.secrets import digest
from common.throttle import hit
from notifications.handlers.open_session import WrongKey, open_session
from notifications.pages.frame import (
    CurrentPages,
    CurrentParts,
    CurrentViewer,
    KeyCookie,
    OpenStore,
)

router = APIRouter(include_in_schema=False)
TRIES = 20
PERIOD = timedelta(hours=1)
WRONG_KEY = Text("Cette clé n’est pas connue. Vérifiez-la.", "This key is not known. Check it.")


@router.get("/login")
async def show_form(request: Request, pages: CurrentPages) -> Response:
    return pages.render(request, "login.html", errors={})


@router.post("/login")
async def sign_in(
    request: Request,
    pages: CurrentPages,
    parts: CurrentParts,
    store: OpenStore,
    cookie: KeyCookie,
    key: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    check_origin(request)
    address = request.client.host if request.client else ""
    await hit(store, f"sign-in:{address}", limit=TRIES, window=PERIOD)
    try:
        token = await open_session(key.strip(), store, keys=parts.keys)
    except WrongKey:
        return pages.render(request, "login.html", status=422, errors={"key": WRONG_KEY})
    response = RedirectResponse("/letters", 303)
    cookie.set(response, token)
    return response


@router.post("/logout")
async def sign_out(
    request: Request,
    viewer: CurrentViewer,
    store: OpenStore,
    cookie: KeyCookie,
    csrf_token: Annotated[str, Form()] = "",
) -> Response:
    check_csrf(request, viewer.token, csrf_token)
    await store.sessions.close(digest(viewer.token))
    response = RedirectResponse("/login", 303)
    cookie.clear(response)
    return response
