"""What routes ask for: the parts, a unit of work, whose report is being followed."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from common.http.clients import network_of
from common.http.sessions import check_csrf
from common.secrets import digest
from intake.parts import IntakeParts
from intake.store import Store


class NotFollowing(Exception):
    """No tracking session, or one that has ended."""


async def parts_of(request: Request) -> IntakeParts:
    parts: IntakeParts = request.app.state.parts
    return parts


PartsDep = Annotated[IntakeParts, Depends(parts_of)]


async def open_store(parts: PartsDep) -> AsyncIterator[Store]:
    """One unit of work for the request, committed before the answer leaves."""
    async with parts.open_store() as store:
        yield store


StoreDep = Annotated[Store, Depends(open_store, scope="function")]


async def network(request: Request) -> str:
    return network_of(request)


NetworkDep = Annotated[str, Depends(network)]

_bearer = HTTPBearer(
    auto_error=False, description="A tracking session’s token, from POST /v1/tracking-sessions."
)


async def followed_report(
    request: Request,
    parts: PartsDep,
    store: StoreDep,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> UUID:
    """The report of the session in the header or in the cookie.

    With the cookie, which a browser sends by itself, an unsafe method needs the CSRF token too.
    """
    token = bearer.credentials if bearer else parts.tracking_cookie.read(request)
    report_id = await store.tracking_sessions.report_of(digest(token)) if token else None
    if token is None or report_id is None:
        raise NotFollowing
    if bearer is None:
        check_csrf(request, token)
    return report_id


FollowedDep = Annotated[UUID, Depends(followed_report, scope="function")]
