"""What pages ask for: the parts, a unit of work, who is signed in, how to answer."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from agent_analytics.domain.accounts import Account
from agent_analytics.domain.sign_in import NotSignedIn
from agent_analytics.domain.territory import Scope, scope_of
from agent_analytics.handlers.authenticate import authenticate
from agent_analytics.parts import AnalyticsParts
from agent_analytics.store import Store
from common.http.language import Language, language_of
from common.http.pages import Pages
from common.http.sessions import SessionCookie, check_csrf, csrf_token

COOKIE = "vigie-agent"
SIGN_IN = "/login"


class SignInFirst(Exception):
    """The page is for signed-in agents: sign in, then come back."""

    def __init__(self, come_back: str) -> None:
        super().__init__("sign in first")
        self.come_back = come_back


async def sign_in_first(request: Request, error: Exception) -> Response:
    """Send to the sign-in page, which comes back here."""
    del request
    come_back = error.come_back if isinstance(error, SignInFirst) else "/"
    return RedirectResponse(f"{SIGN_IN}?{urlencode({'next': come_back})}", status_code=303)


async def _parts(request: Request) -> AnalyticsParts:
    parts: AnalyticsParts = request.app.state.parts
    return parts


CurrentParts = Annotated[AnalyticsParts, Depends(_parts)]


async def _store(parts: CurrentParts) -> AsyncIterator[Store]:
    async with parts.open_store() as store:
        yield store


OpenStore = Annotated[Store, Depends(_store, scope="function")]


async def _cookie(parts: CurrentParts) -> SessionCookie:
    return SessionCookie(COOKIE, parts.http, strict=True)


AgentCookie = Annotated[SessionCookie, Depends(_cookie)]


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in agent in front of a page."""

    request: Request
    account: Account
    token: str = field(repr=False)

    @property
    def language(self) -> Language:
        return language_of(self.request.scope)

    @property
    def scope(self) -> Scope:
        return scope_of(self.account.role, self.account.departments)

    def show(self, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """The page, with the visitor's name and the secret that its forms send back."""
        pages: Pages = self.request.app.state.pages
        return pages.render(
            self.request,
            template,
            status=status,
            account=self.account,
            csrf_token=csrf_token(self.token),
            **context,
        )

    def check_form(self, submitted: str) -> None:
        """Refuse a form that this session's own pages did not make."""
        check_csrf(self.request, self.token, submitted)


async def _visitor(request: Request, store: OpenStore, cookie: AgentCookie) -> Visitor:
    token = cookie.read(request)
    try:
        account = await authenticate(token, store)
    except NotSignedIn as error:
        query = f"?{request.url.query}" if request.url.query else ""
        raise SignInFirst(request.url.path + query) from error
    request.state.account = account
    return Visitor(request, account, token or "")


SignedInVisitor = Annotated[Visitor, Depends(_visitor)]
