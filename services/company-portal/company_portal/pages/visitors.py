"""Who looks at a page, and what every page needs."""

import re
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from common.http.pages import Pages
from common.http.sessions import check_csrf, check_origin, csrf_token
from company_portal.handlers.recognise_session import SignedIn, recognise_session
from company_portal.parts import PortalParts
from company_portal.store import Store

_OWN_PATH = re.compile(r"/[A-Za-z0-9][A-Za-z0-9/_-]{0,200}")
MAX_FIELDS = 40


class SignInFirst(Exception):
    """The page is for people signed in; `next` is where they wanted to go."""

    def __init__(self, wanted: str) -> None:
        super().__init__("sign in first")
        self.wanted = wanted


async def parts_of(request: Request) -> PortalParts:
    parts: PortalParts = request.app.state.parts
    return parts


PartsDep = Annotated[PortalParts, Depends(parts_of)]


async def open_store(parts: PartsDep) -> AsyncIterator[Store]:
    """One unit of work for the page, committed before it leaves."""
    async with parts.open_store() as store:
        yield store


StoreDep = Annotated[Store, Depends(open_store, scope="function")]


async def visitor(request: Request, parts: PartsDep) -> SignedIn | None:
    """Who is signed in, if anyone; the page's navigation depends on it."""
    async with parts.open_store() as store:
        session = await recognise_session(parts.cookie.read(request), store)
    request.state.session = session
    return session


VisitorDep = Annotated[SignedIn | None, Depends(visitor)]


async def person(request: Request, session: VisitorDep) -> SignedIn:
    if session is None:
        raise SignInFirst(request.url.path)
    return session


PersonDep = Annotated[SignedIn, Depends(person)]


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form that one of our own pages sent; files are refused.

    With a session, the form must carry its token; without one, the origin must be ours.
    """
    form = await request.form(max_files=0, max_fields=MAX_FIELDS)
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    session: SignedIn | None = getattr(request.state, "session", None)
    if session is None:
        check_origin(request)
    else:
        check_csrf(request, session.token, fields.get("csrf_token", ""))
    return fields


def render(request: Request, name: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """The page, with who is signed in and the token that its forms must send back."""
    pages: Pages = request.app.state.pages
    session: SignedIn | None = getattr(request.state, "session", None)
    return pages.render(
        request,
        name,
        status=status,
        session=session,
        csrf_token=csrf_token(session.token) if session else "",
        **context,
    )


def own_path(text: str) -> str:
    """Where to go after signing in: one of our paths, else the inbox."""
    return text if _OWN_PATH.fullmatch(text) else "/reports"
