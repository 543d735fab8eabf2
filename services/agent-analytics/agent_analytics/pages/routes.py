"""Every page, and what all of them share."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from fastapi import APIRouter, Request

from agent_analytics.domain.accounts import Account
from agent_analytics.domain.territory import Role
from agent_analytics.pages import home, pictures, report, reports, sign_in, triage
from agent_analytics.parts import AnalyticsParts
from common.http.headers import PagePolicy
from common.http.language import Text
from common.http.pages import Link, Pages

_MENU = (
    (Text("Tableau de bord", "Dashboard"), "/"),
    (Text("Signalements", "Reports"), "/reports"),
    (Text("Orientation", "Triage"), "/triage"),
)


def page_routers() -> list[APIRouter]:
    modules = (sign_in, home, pictures, reports, report, triage)
    return [module.router for module in modules]


def make_pages(parts: AnalyticsParts) -> Pages:
    """The pages; forms may also be sent to routing, for the triage desk."""
    routing = urlsplit(parts.routing_url)
    return Pages(
        "agent_analytics",
        service_title=Text("Espace des agents", "Agents’ space"),
        navigation=_menu,
        policy=PagePolicy(form_action=(f"{routing.scheme}://{routing.netloc}",)),
    )


def _menu(request: Request) -> Sequence[Link]:
    """The menu of someone signed in; an operator has the first page only."""
    account: Account | None = getattr(request.state, "account", None)
    if account is None:
        return ()
    entries = _MENU[:1] if account.role is Role.OPERATOR else _MENU
    return [Link(label, path, _is_current(request, path)) for label, path in entries]


def _is_current(request: Request, path: str) -> bool:
    here = request.url.path
    return here == path or (path != "/" and here.startswith(f"{path}/"))
