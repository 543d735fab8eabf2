"""Signing in and out, and proofs for the other services."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from agent_analytics.api.deps import AgentCookie, CurrentCaller, CurrentParts, OpenStore
from agent_analytics.api.problems import refusals
from agent_analytics.domain.sign_in import NotSignedIn, Proof, SignInRefused
from agent_analytics.domain.territory import Role
from agent_analytics.handlers.issue_token import Audience, issue_token
from agent_analytics.handlers.sign_in import SignedIn, sign_in
from agent_analytics.handlers.sign_out import sign_out
from common.http.clients import network_of
from common.http.strict import Line, StrictModel, StrictRoute
from common.throttle import Throttled

router = APIRouter(prefix="/v1", route_class=StrictRoute, tags=["sessions"])


class Credentials(StrictModel):
    """`totp` is the six-digit code that the phone shows now."""

    email: Annotated[str, Line(254)]
    password: Annotated[str, Field(min_length=1, max_length=256)]
    totp: Annotated[str, Line(16)]


class AgentBody(BaseModel):
    id: UUID
    email: str
    first_name: str
    last_name: str
    role: Role
    departments: list[str]


class SessionBody(BaseModel):
    """`token` goes in `Authorization: Bearer`; `expires_at` moves on with each use."""

    token: str
    expires_at: datetime
    agent: AgentBody


class TokenRequest(StrictModel):
    audience: Audience


class TokenBody(BaseModel):
    token: str
    expires_at: datetime


@router.post("/sessions", status_code=201, responses=refusals(SignInRefused, Throttled))
async def open_session(
    credentials: Credentials,
    request: Request,
    response: Response,
    parts: CurrentParts,
    cookie: AgentCookie,
) -> SessionBody:
    """Open a session; the answer also sets the cookie that pages use."""
    proof = Proof(
        email=credentials.email.lower(),
        password=credentials.password,
        code=credentials.totp,
        address=network_of(request),
    )
    signed_in = await sign_in(proof, parts.open_store, safe=parts.safe)
    cookie.set(response, signed_in.token)
    return _session(signed_in)


@router.delete("/sessions/current", status_code=204, responses=refusals(NotSignedIn))
async def close_session(
    caller: CurrentCaller, response: Response, store: OpenStore, cookie: AgentCookie
) -> None:
    await sign_out(caller.account, caller.token, store)
    cookie.clear(response)


@router.post("/tokens", status_code=201, responses=refusals(NotSignedIn))
async def make_token(
    wanted: TokenRequest, caller: CurrentCaller, store: OpenStore, parts: CurrentParts
) -> TokenBody:
    """A proof for another service, ten minutes long."""
    made = await issue_token(caller.account, wanted.audience, store, safe=parts.safe)
    return TokenBody(token=made.token, expires_at=made.expires_at)


def _session(signed_in: SignedIn) -> SessionBody:
    account = signed_in.account
    return SessionBody(
        token=signed_in.token,
        expires_at=signed_in.expires_at,
        agent=AgentBody(
            id=account.agent_id,
            email=account.email,
            first_name=account.first_name,
            last_name=account.last_name,
            role=account.role,
            departments=sorted(account.departments),
        ),
    )
