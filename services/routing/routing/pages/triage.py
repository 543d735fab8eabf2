"""The triage desk: agents see the queue, the story and the reasons, and choose a recipient."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from common.http.language import Text
from common.http.pages import Pages
from common.http.pagination import BAD_CURSOR, decode_cursor, encode_cursor
from common.http.problem import Problem
from common.http.sessions import csrf_token
from common.values import NotASiret, parse_siret
from routing.handlers.disclose import disclose
from routing.handlers.read_followed import read_followed
from routing.handlers.recognise_agent import close_session, open_session
from routing.handlers.resolve_triage import (
    ClosedEstablishment,
    ResolveTriage,
    UnknownEstablishment,
    resolve_triage,
)
from routing.labels import MODE_LABELS
from routing.pages.deps import (
    AgentCookie,
    CurrentDeskAgent,
    CurrentPages,
    CurrentParts,
    DeskAgent,
    OpenStore,
)
from routing.pages.dossier import dossier_of
from routing.pages.lookup import Lookup, look_up_typed
from routing.parts import RoutingParts
from routing.store import Store
from routing.store.queries import QueuePlace, place_of, territory, triage_queue

router = APIRouter(prefix="/triage", include_in_schema=False)
PAGE = 20
Typed = Annotated[str, Query()]
_REFUSALS: dict[type[Exception], Text] = {
    NotASiret: Text(
        "Ce n’est pas un SIRET : quatorze chiffres, dont la clé est juste.",
        "This is no SIRET: fourteen digits with the right key.",
    ),
    UnknownEstablishment: Text(
        "Le registre ne connaît pas ce SIRET.", "The registry does not know this SIRET."
    ),
    ClosedEstablishment: Text(
        "Cet établissement est fermé : choisissez-en un autre, ou le siège.",
        "This establishment is closed: choose another, or the head office.",
    ),
}


@router.post("/session")
async def arrive(
    token: Annotated[str, Form(max_length=4_000)], store: OpenStore, cookie: AgentCookie
) -> Response:
    """An agent arrives from agent-analytics with a token of ten minutes; a cookie replaces it."""
    secret = await open_session(token, store)
    response = RedirectResponse("/triage", 303)
    cookie.set(response, secret)
    return response


@router.post("/departure")
async def leave(
    request: Request, store: OpenStore, cookie: AgentCookie, parts: CurrentParts
) -> Response:
    """End the session and go back to where the agent came from."""
    await close_session(cookie.read(request), store)
    response = RedirectResponse(parts.links.agent_analytics or "/", 303)
    cookie.clear(response)
    return response


@router.get("")
async def show_queue(
    request: Request,
    pages: CurrentPages,
    caller: CurrentDeskAgent,
    store: OpenStore,
    cursor: Annotated[str | None, Query(max_length=1024)] = None,
) -> Response:
    after = _read(cursor) if cursor else None
    found = await triage_queue(store, territory(caller.agent), after=after, limit=PAGE + 1)
    shown = found[:PAGE]
    following = encode_cursor(*place_of(shown[-1]).texts) if len(found) > PAGE else None
    return pages.render(
        request,
        "triage.html",
        reports=shown,
        modes=MODE_LABELS,
        next_cursor=following,
        is_first=cursor is None,
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """What both ways to a report's page need: who looks, and with what to draw it."""

    request: Request
    pages: Pages
    caller: DeskAgent
    store: Store
    parts: RoutingParts

    async def show(self, report_id: UUID, lookup: Lookup, *, siret: str = "") -> Response:
        report = await read_followed(report_id, self.caller.agent, self.store)
        found = [(disclose(one.establishment), one.score) for one in lookup.found or ()]
        return self.pages.render(
            self.request,
            "triage_report.html",
            status=lookup.status,
            dossier=await dossier_of(report, self.store),
            lookup=lookup,
            found=found,
            errors=lookup.errors,
            typed_siret=siret,
            csrf_token=csrf_token(self.caller.secret),
        )


async def _desk(
    request: Request,
    pages: CurrentPages,
    caller: CurrentDeskAgent,
    store: OpenStore,
    parts: CurrentParts,
) -> Desk:
    return Desk(request, pages, caller, store, parts)


CurrentDesk = Annotated[Desk, Depends(_desk)]


@router.get("/{report_id}")
async def show_report(
    report_id: UUID, desk: CurrentDesk, q: Typed = "", place: Typed = ""
) -> Response:
    return await desk.show(report_id, await look_up_typed(q, place, desk.store, desk.parts))


@router.post("/{report_id}/resolution")
async def choose_recipient(
    report_id: UUID, desk: CurrentDesk, siret: Annotated[str, Form(max_length=40)] = ""
) -> Response:
    """Send the report to the establishment chosen; a wrong number comes back with its fault."""
    try:
        command = ResolveTriage(report_id, parse_siret(siret), desk.caller.agent)
        await resolve_triage(command, desk.store)
    except (NotASiret, UnknownEstablishment, ClosedEstablishment) as error:
        wrong = Lookup("", "", errors={"siret": _REFUSALS[type(error)]})
        return await desk.show(report_id, wrong, siret=siret)
    return RedirectResponse(f"/triage/{report_id}", 303)


def _read(cursor: str) -> QueuePlace:
    try:
        return QueuePlace.parse(*decode_cursor(cursor, count=2))
    except ValueError as error:
        raise Problem(BAD_CURSOR) from error
