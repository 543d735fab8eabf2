"""What routes ask for: the parts, a unit of work, who is calling."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from common.http.sessions import SessionCookie, check_csrf
from notifications.domain.access import Role
from notifications.handlers.recognise_caller import Caller, recognise_caller
from notifications.parts import COOKIE, NotificationsParts
from notifications.store import Store


async def _parts(request: Request) -> NotificationsParts:
    parts: NotificationsParts = request.app.state.parts
    return parts


CurrentParts = Annotated[NotificationsParts, Depends(_parts)]


async def _store(parts: CurrentParts) -> AsyncIterator[Store]:
    async with parts.open_store() as store:
        yield store


# The scope ends the transaction before the answer leaves: a failed commit is never a 2xx.
OpenStore = Annotated[Store, Depends(_store, scope="function")]

_bearer = HTTPBearer(auto_error=False, description="An operator's or the printing centre's key.")


async def _caller(
    request: Request,
    parts: CurrentParts,
    store: OpenStore,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Caller:
    """The bearer of the key, else of the cookie, which also needs proof of origin."""
    session = SessionCookie(COOKIE, parts.http, strict=True).read(request)
    caller = await recognise_caller(
        store,
        key=bearer.credentials if bearer else None,
        session=session,
        keys=parts.keys,
    )
    if bearer is None and session is not None:
        check_csrf(request, session)
    return caller


AnyCaller = Annotated[Caller, Depends(_caller)]


async def _operator(caller: AnyCaller) -> Caller:
    caller.must_be(Role.OPERATOR)
    return caller


async def _printer(caller: AnyCaller) -> Caller:
    caller.must_be(Role.PRINTER)
    return caller


OperatorCaller = Annotated[Caller, Depends(_operator)]
PrinterCaller = Annotated[Caller, Depends(_printer)]
