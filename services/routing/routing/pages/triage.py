"""The triage desk: agents see the queue, the story and the reasons, and choose a recipient."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from common.http.forms import read_form
from common.http.language import Text
from common.http.pages import Pages
from common.http.pagination import BAD_CURSOR, decode_cursor, encode_cursor
from common.http.problem import Problem
from common.http.sessions import csrf_token
from common.values import NotASiret, parse_siret
from routing.handlers.claim_report import claim_next, claim_report, release_report
from routing.handlers.disclose import disclose
from routing.handlers.measure_triage import recent_waits
from routing.handlers.read_followed import read_followed
from routing.handlers.recognise_agent import close_session, open_session
from routing.handlers.resolve_triage import (
    ClosedEstablishment,
    ResolveTriage,
    UnknownEstablishment,
    resolve_triage,
)
from routing.labels import KIND_LABELS, LEAD_LABELS, MODE_LABELS, PRIORITY_LABELS, lasting
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
from routing.pages.queue_view import AGES, CurrentView, read_view
from routing.pages.refusals import REFUSALS
from routing.parts import RoutingParts
from routing.store import Store
from routing.store.queries import FollowedReport, place_of, territory, triage_queue
from routing.store.queue import (
    QueueFilter,
    QueuePlace,
    queue_size,
    queues_in_use,
    waiting_groups,
)

router = APIRouter(prefix="/triage", include_in_schema=False)
PAGE = 20
GROUPS = 6
QUEUE_WORDS = {
    "modes": MODE_LABELS,
    "kinds": KIND_LABELS,
    "leads": LEAD_LABELS,
    "priorities": PRIORITY_LABELS,
    "ages": AGES,
}
_WAITING = Text("en attente", "waiting")
_OLDEST = Text("pour le plus ancien", "for the oldest")
_MEDIAN = Text("la moitié résolus en moins de", "half resolved in less than")
_P90 = Text("neuf sur dix résolus en moins de", "nine in ten resolved in less than")
Typed = Annotated[str, Query()]


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
    view: CurrentView,
    cursor: Annotated[str | None, Query(max_length=1024)] = None,
) -> Response:
    after = _read(cursor) if cursor else None
    found = await triage_queue(store, view.filter, after=after, limit=PAGE + 1)
    shown = found[:PAGE]
    following = None
    if len(found) > PAGE:
        following = view.page_after(encode_cursor(*place_of(shown[-1]).texts))
    everything = QueueFilter(territory(caller.agent))
    return pages.render(
        request,
        "triage.html",
        status=422 if view.errors else 200,
        view=view,
        reports=shown,
        me=caller.agent.id,
        numbers=await _numbers(caller, store),
        groups=await waiting_groups(store, everything, least=2, limit=GROUPS),
        queues=await queues_in_use(store, everything),
        next_page=following,
        is_first=cursor is None,
        csrf_token=csrf_token(caller.secret),
        **QUEUE_WORDS,
    )


@router.post("/next")
async def take_next(request: Request, caller: CurrentDeskAgent, store: OpenStore) -> Response:
    """Take the first report of the queue, as it is filtered, that nobody is at."""
    form = await read_form(request)
    view = read_view(territory(caller.agent), dict(form.values()))
    report_id = await claim_next(view.filter, caller.agent, store)
    return RedirectResponse(f"/triage/{report_id}" if report_id else view.address, 303)


async def _numbers(caller: DeskAgent, store: Store) -> list[tuple[Text, Text]]:
    """How much waits in the agent's territory, since when, and how long it lately took."""
    size = await queue_size(store, QueueFilter(territory(caller.agent)))
    waits = await recent_waits(caller.agent, store)
    told = [(_WAITING, Text(str(size.waiting), str(size.waiting)))]
    if size.oldest is not None:
        told.append((_OLDEST, lasting((store.clock.now() - size.oldest).total_seconds())))
    if waits.median_seconds is not None and waits.p90_seconds is not None:
        told.append((_MEDIAN, lasting(waits.median_seconds)))
        told.append((_P90, lasting(waits.p90_seconds)))
    return told


@dataclass(frozen=True, slots=True)
class Desk:
    """What the ways to a report's page need: who looks, and with what to draw it."""

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
            claim=claim_on(report, self.caller.agent.id),
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
        wrong = Lookup("", "", errors={"siret": REFUSALS[type(error)]})
        return await desk.show(report_id, wrong, siret=siret)
    return RedirectResponse(f"/triage/{report_id}", 303)


@router.post("/{report_id}/claim")
async def take(report_id: UUID, caller: CurrentDeskAgent, store: OpenStore) -> Response:
    await claim_report(report_id, caller.agent, store)
    return RedirectResponse(f"/triage/{report_id}", 303)


@router.post("/{report_id}/release")
async def let_go(report_id: UUID, caller: CurrentDeskAgent, store: OpenStore) -> Response:
    await release_report(report_id, caller.agent, store)
    return RedirectResponse("/triage", 303)


def claim_on(report: FollowedReport, me: UUID) -> str:
    """Whose hands the report is in: `mine`, `theirs`, or nobody's: `free`."""
    if report.claimed_by is None:
        return "free"
    return "mine" if report.claimed_by == me else "theirs"


def _read(cursor: str) -> QueuePlace:
    try:
        return QueuePlace.parse(*decode_cursor(cursor, count=3))
    except ValueError as error:
        raise Problem(BAD_CURSOR) from error
