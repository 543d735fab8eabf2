"""What every page of routing has around it."""

from collections.abc import Callable, Sequence

from fastapi import Request

from common.http.language import Text
from common.http.pages import Link, Pages
from common.http.sessions import SessionCookie
from common.settings import HttpSettings
from routing.parts import AGENT_COOKIE, Links

_DIRECTORY = Text("Annuaire des entreprises", "Business directory")
_TRIAGE = Text("Signalements à orienter", "Reports to triage")
_RULES = Text("Règles d’orientation", "Routing rules")
_REPORT = Text("Signaler un problème", "Report a problem")


def pages_of(links: Links, http: HttpSettings) -> Pages:
    return Pages(
        "routing",
        service_title=Text("Annuaire et orientation", "Directory and routing"),
        navigation=_navigation(links, SessionCookie(AGENT_COOKIE, http)),
    )


def _navigation(links: Links, cookie: SessionCookie) -> Callable[[Request], Sequence[Link]]:
    """The triage desk shows to those who are in session there; it is of no use to others."""

    def navigation(request: Request) -> Sequence[Link]:
        path = request.url.path
        entries = [Link(_DIRECTORY, "/", is_current=path == "/")]
        if cookie.read(request):
            entries.append(Link(_TRIAGE, "/triage", is_current=path.startswith("/triage")))
            entries.append(Link(_RULES, "/rules", is_current=path.startswith("/rules")))
        if links.intake:
            entries.append(Link(_REPORT, links.intake))
        return entries

    return navigation
