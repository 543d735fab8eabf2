"""The pages to sign in and out."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from agent_analytics.domain.sign_in import Proof, SignInRefused
from agent_analytics.handlers.sign_in import sign_in
from agent_analytics.handlers.sign_out import sign_out
from agent_analytics.pages.deps import (
    SIGN_IN,
    AgentCookie,
    CurrentParts,
    OpenStore,
    SignedInVisitor,
)
from common.http.clients import network_of
from common.http.forms import read_form
from common.http.language import Text
from common.http.pages import Pages
from common.http.sessions import check_origin
from common.throttle import Throttled

router = APIRouter(include_in_schema=False)

REFUSED = Text(
    "L’adresse, le mot de passe ou le code est inexact, ou le code a déjà servi."
    " Attendez le code suivant et recommencez.",
    "The address, the password or the code is wrong, or the code was used already."
    " Wait for the next code and try again.",
)
TOO_OFTEN = Text(
    "Trop d’essais. Patientez un quart d’heure, puis recommencez.",
    "Too many attempts. Wait a quarter of an hour, then try again.",
)
MOST_TYPED = 256


@router.get(SIGN_IN)
async def ask(request: Request) -> Response:
    return _form(request, come_back=_local(request.query_params.get("next", "/")))


@router.post(SIGN_IN)
async def enter(request: Request, parts: CurrentParts, cookie: AgentCookie) -> Response:
    """Sign in and go where the visitor wanted to go; else the form again, address kept."""
    check_origin(request)
    form = await read_form(request)
    email, come_back = form.text("email")[:MOST_TYPED], _local(form.text("next"))
    proof = Proof(
        email=email.lower(),
        password=form.text("password")[:MOST_TYPED],
        code=form.text("totp")[:MOST_TYPED],
        address=network_of(request),
    )
    try:
        signed_in = await sign_in(proof, parts.open_store, safe=parts.safe)
    except SignInRefused:
        return _form(request, come_back=come_back, email=email, fault=REFUSED, status=422)
    except Throttled:
        return _form(request, come_back=come_back, email=email, fault=TOO_OFTEN, status=429)
    response = RedirectResponse(come_back, status_code=303)
    cookie.set(response, signed_in.token)
    return response


@router.post("/logout")
async def leave(visitor: SignedInVisitor, store: OpenStore, cookie: AgentCookie) -> Response:
    form = await read_form(visitor.request)
    visitor.check_form(form.text("csrf_token"))
    await sign_out(visitor.account, visitor.token, store)
    response = RedirectResponse(SIGN_IN, status_code=303)
    cookie.clear(response)
    return response


def _form(
    request: Request,
    *,
    come_back: str,
    email: str = "",
    fault: Text | None = None,
    status: int = 200,
) -> Response:
    pages: Pages = request.app.state.pages
    errors = {"email": fault} if fault else {}
    return pages.render(
        request, "login.html", status=status, come_back=come_back, email=email, errors=errors
    )


def _local(address: str) -> str:
    """A path of this service, whatever was asked: no link may send an agent elsewhere."""
    is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_path and address.isprintable() and "\\" not in address else "/"
