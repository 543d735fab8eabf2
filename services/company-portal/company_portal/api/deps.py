"""What routes ask for: the parts, a unit of work, who is signed in."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from common.http.sessions import check_csrf
from company_portal.handlers.recognise_session import SignedIn, recognise_session
from company_portal.parts import PortalParts
from company_portal.store import Store


class NotSignedIn(Exception):
    """No session, or one that has ended."""


async def parts_of(request: Request) -> PortalParts:
    parts: PortalParts = request.app.state.parts
    return parts


PartsDep = Annotated[PortalParts, Depends(parts_of)]


async def open_store(parts: PartsDep) -> AsyncIterator[Store]:
    """One unit of work for the request, committed before the answer leaves."""
    async with parts.open_store() as store:
        yield store


StoreDep = Annotated[Store, Depends(open_store, scope="function")]

_bearer = HTTPBearer(auto_error=False, description="A session's token, from POST /v1/sessions.")


async def signed_in(
    request: Request,
    parts: PartsDep,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> SignedIn:
    """The session of the header or of the cookie; a cookie alone does not change anything.

    It is looked up in a unit of work of its own, so that the route's begins with no query yet.
    """
    token = bearer.credentials if bearer else parts.cookie.read(request)
    async with parts.open_store() as store:
        session = await recognise_session(token, store)
    if session is None:
        raise NotSignedIn
    if bearer is None:
        check_csrf(request, session.token)
    return session


SignedInDep = Annotated[SignedIn, Depends(signed_in)]
