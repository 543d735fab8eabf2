"""What routes ask for: the parts, a unit of work, who is calling and what they may see."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from agent_analytics.domain.accounts import Account
from agent_analytics.domain.sign_in import NotSignedIn
from agent_analytics.domain.territory import Scope, scope_of
from agent_analytics.handlers.authenticate import authenticate
from agent_analytics.parts import AnalyticsParts
from agent_analytics.store import Store
from common.http.sessions import SessionCookie, check_csrf

COOKIE = "vigie-agent"


async def _parts(request: Request) -> AnalyticsParts:
    parts: AnalyticsParts = request.app.state.parts
    return parts


CurrentParts = Annotated[AnalyticsParts, Depends(_parts)]


async def _store(parts: CurrentParts) -> AsyncIterator[Store]:
    async with parts.open_store() as store:
        yield store


# The scope ends the transaction before the answer leaves: a failed commit is never a 2xx.
OpenStore = Annotated[Store, Depends(_store, scope="function")]


async def _cookie(parts: CurrentParts) -> SessionCookie:
    return SessionCookie(COOKIE, parts.http, strict=True)


AgentCookie = Annotated[SessionCookie, Depends(_cookie)]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling, and the token of the session that says so."""

    account: Account
    token: str = field(repr=False)


async def _caller(request: Request, store: OpenStore, cookie: AgentCookie) -> Caller:
    """The agent of the bearer token, else of the cookie, which also needs proof of origin."""
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return Caller(await authenticate(bearer.strip(), store), bearer.strip())
    token = cookie.read(request)
    if token is None:
        raise NotSignedIn
    account = await authenticate(token, store)
    check_csrf(request, token)
    return Caller(account, token)


CurrentCaller = Annotated[Caller, Depends(_caller)]


async def _scope(caller: CurrentCaller) -> Scope:
    return scope_of(caller.account.role, caller.account.departments)


CurrentScope = Annotated[Scope, Depends(_scope)]
