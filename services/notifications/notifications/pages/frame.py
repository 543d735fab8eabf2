"""What the pages have in common: title, menu, and who is looking."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from common.http.language import Text
from common.http.pages import Link, Pages
from common.http.sessions import SessionCookie, csrf_token
from notifications.domain.access import Role
from notifications.handlers.recognise_caller import Caller, NotRecognised, recognise_caller
from notifications.parts import COOKIE, NotificationsParts
from notifications.store import Store

TITLE = Text("Courriels et lettres", "Mails and letters")


def frame() -> Pages:
    return Pages("notifications", service_title=TITLE, navigation=_navigation)


def _navigation(request: Request) -> Sequence[Link]:
    """Nothing for a consumer who stops notices; the two lists for who may see them."""
    viewer = getattr(request.state, "viewer", None)
    if viewer is None:
        return ()
    path = request.url.path
    deliveries = Link(Text("Envois", "Deliveries"), "/", is_current=path == "/")
    letters = Link(Text("Lettres", "Letters"), "/letters", is_current=path == "/letters")
    return (deliveries, letters) if viewer.caller.role is Role.OPERATOR else (letters,)


async def _parts(request: Request) -> NotificationsParts:
    parts: NotificationsParts = request.app.state.parts
    return parts


CurrentParts = Annotated[NotificationsParts, Depends(_parts)]


async def _pages(request: Request) -> Pages:
    pages: Pages = request.app.state.pages
    return pages


CurrentPages = Annotated[Pages, Depends(_pages)]


async def _store(parts: CurrentParts) -> AsyncIterator[Store]:
    async with parts.open_store() as store:
        yield store


# The scope ends the transaction before the answer leaves: a failed commit is never a 2xx.
OpenStore = Annotated[Store, Depends(_store, scope="function")]


async def _cookie(parts: CurrentParts) -> SessionCookie:
    return SessionCookie(COOKIE, parts.http, strict=True)


KeyCookie = Annotated[SessionCookie, Depends(_cookie)]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking; `csrf` goes into their forms."""

    caller: Caller
    token: str = field(repr=False)

    @property
    def csrf(self) -> str:
        return csrf_token(self.token)


async def _viewer(
    request: Request, parts: CurrentParts, store: OpenStore, cookie: KeyCookie
) -> Viewer:
    """Without a session, the page leads to the sign-in page."""
    token = cookie.read(request)
    try:
        caller = await recognise_caller(store, key=None, session=token, keys=parts.keys)
    except NotRecognised as error:
        raise HTTPException(303, headers={"location": "/login"}) from error
    viewer = Viewer(caller, token or "")
    request.state.viewer = viewer
    return viewer


CurrentViewer = Annotated[Viewer, Depends(_viewer)]
