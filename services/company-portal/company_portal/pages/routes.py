"""All the pages, and what surrounds them."""

from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from common.http.language import Text
from common.http.pages import Link, Pages
from company_portal.pages import account, activation, answers, inbox, login, questions, reports
from company_portal.pages.visitors import SignInFirst

_FOR_PEOPLE = (
    (Text("Signalements", "Reports"), "/reports"),
    (Text("Mon compte", "My account"), "/account"),
)
_FOR_VISITORS = (
    (Text("Se connecter", "Sign in"), "/login"),
    (Text("Activer un compte", "Activate an account"), "/activation"),
)


def make_pages() -> Pages:
    return Pages(
        "company_portal",
        service_title=Text("Espace des entreprises", "Company portal"),
        navigation=_navigation,
    )


def _navigation(request: Request) -> Sequence[Link]:
    signed_in = getattr(request.state, "session", None) is not None
    return [
        Link(label, href, is_current=request.url.path.startswith(href))
        for label, href in (_FOR_PEOPLE if signed_in else _FOR_VISITORS)
    ]


def page_routers() -> tuple[APIRouter, ...]:
    return (
        login.router,
        activation.router,
        inbox.router,
        reports.router,
        answers.router,
        questions.router,
        account.router,
    )


async def redirect_to_login(_: Request, error: Exception) -> Response:
    wanted = error.wanted if isinstance(error, SignInFirst) else ""
    return RedirectResponse(f"/login?{urlencode({'next': wanted})}", status_code=303)
