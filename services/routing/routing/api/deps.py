"""What routes ask for: the parts, a unit of work, the agent who is calling."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from common.agent_tokens import Agent
from common.http.sessions import SessionCookie, check_csrf
from routing.handlers.recognise_agent import as_supervisor, recognise_session, recognise_token
from routing.parts import AGENT_COOKIE, RoutingParts
from routing.store import Store

DIRECTORY_CACHE = "public, max-age=60"
_bearer = HTTPBearer(auto_error=False, description="An officer's token, from agent-analytics.")


async def _parts(request: Request) -> RoutingParts:
    parts: RoutingParts = request.app.state.parts
    return parts


CurrentParts = Annotated[RoutingParts, Depends(_parts)]


async def _open_store(parts: CurrentParts) -> AsyncIterator[Store]:
    async with parts.open_store() as store:
        yield store


# The scope ends the transaction before the answer leaves: a failed commit is never a 2xx.
OpenStore = Annotated[Store, Depends(_open_store, scope="function")]


async def _agent(
    request: Request,
    store: OpenStore,
    parts: CurrentParts,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Agent:
    """Who is calling, by token or by the triage desk's cookie, which needs proof of origin."""
    if bearer is not None:
        return await recognise_token(bearer.credentials, store)
    secret = SessionCookie(AGENT_COOKIE, parts.http).read(request)
    agent = await recognise_session(secret, store)
    check_csrf(request, secret or "")
    return agent


CurrentAgent = Annotated[Agent, Depends(_agent)]


async def _supervisor(agent: CurrentAgent) -> Agent:
    return as_supervisor(agent)


CurrentSupervisor = Annotated[Agent, Depends(_supervisor)]


async def public(response: Response) -> None:
    """Anyone's page may read the directory: it holds nothing about the caller."""
    response.headers["access-control-allow-origin"] = "*"
    response.headers["cache-control"] = DIRECTORY_CACHE
