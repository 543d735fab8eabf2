"""Signing in and out."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from common.http.sessions import csrf_token
from common.http.strict import StrictModel, StrictRoute
from common.throttle import Throttled
from company_portal.api.deps import NotSignedIn, PartsDep, SignedInDep, StoreDep
from company_portal.api.fields import Email, Password
from company_portal.api.problems import refusals
from company_portal.handlers.log_in import (
    LogIn,
    OneTimeCodeWanted,
    WrongCredentials,
    log_in,
    log_out,
)

router = APIRouter(prefix="/v1/sessions", route_class=StrictRoute, tags=["sessions"])


class SessionRequest(StrictModel):
    """`totp` is asked for once the account has taken up one-time codes."""

    email: Email
    password: Password
    totp: Annotated[str, Field(pattern=r"^[0-9]{6}$")] | None = None


class SessionAnswer(StrictModel):
    """`csrf_token` goes into `X-CSRF-Token` when the cookie is used instead of the token."""

    token: str
    expires_at: datetime
    csrf_token: str


@router.post(
    "", status_code=201, responses=refusals(WrongCredentials, OneTimeCodeWanted, Throttled)
)
async def sign_in(
    body: SessionRequest, request: Request, response: Response, parts: PartsDep, store: StoreDep
) -> SessionAnswer:
    """Begin a session of at most twelve hours, eight without a request."""
    origin = request.client.host if request.client else ""
    command = LogIn(body.email, body.password, body.totp, origin)
    logged_in = await log_in(command, store, safe=parts.safe)
    parts.cookie.set(response, logged_in.token)
    return SessionAnswer(
        token=logged_in.token,
        expires_at=logged_in.expires_at,
        csrf_token=csrf_token(logged_in.token),
    )


@router.delete("/current", status_code=204, responses=refusals(NotSignedIn))
async def sign_out(
    session: SignedInDep, response: Response, parts: PartsDep, store: StoreDep
) -> None:
    """End the session."""
    await log_out(session.token, store)
    parts.cookie.clear(response)
