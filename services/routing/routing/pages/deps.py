"""What routes of pages ask for: the parts, a unit of work, the pages, the agent in session."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from common.agent_tokens import Agent
from common.http.pages import Pages
from common.http.sessions import SessionCookie, check_csrf
from routing.handlers.recognise_agent import as_supervisor, recognise_session
from routing.parts import AGENT_COOKIE, RoutingParts
from routing.store import Store


async def _parts(request: Request) -> RoutingParts:
    parts: RoutingParts = request.app.state.parts
    return parts


CurrentParts = Annotated[RoutingParts, Depends(_parts)]


async def _pages(request: Request) -> Pages:
    pages: Pages = request.app.state.pages
    return pages


CurrentPages = Annotated[Pages, Depends(_pages)]


async def _open_store(parts: CurrentParts) -> AsyncIterator[Store]:
    async with parts.open_store() as store:
        yield store


# The scope ends the transaction before the answer leaves: a failed commit is never a 2xx.
OpenStore = Annotated[Store, Depends(_open_store, scope="function")]


async def _cookie(parts: CurrentParts) -> SessionCookie:
    return SessionCookie(AGENT_COOKIE, parts.http)


AgentCookie = Annotated[SessionCookie, Depends(_cookie)]


@dataclass(frozen=True, slots=True)
class DeskAgent:
    """An agent in session, and the session's secret, which forms prove they know."""

    agent: Agent
    secret: str


async def _desk_agent(request: Request, store: OpenStore, cookie: AgentCookie) -> DeskAgent:
    secret = cookie.read(request)
    agent = await recognise_session(secret, store)
    form = await request.form()
    check_csrf(request, secret or "", str(form.get("csrf_token", "")))
    return DeskAgent(agent, secret or "")


CurrentDeskAgent = Annotated[DeskAgent, Depends(_desk_agent)]


async def _desk_supervisor(caller: CurrentDeskAgent) -> DeskAgent:
    as_supervisor(caller.agent)
    return caller


CurrentDeskSupervisor = Annotated[DeskAgent, Depends(_desk_supervisor)]
