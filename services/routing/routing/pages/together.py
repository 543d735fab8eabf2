"""Many reports that wait for one website or number: one choice for all, or two websites merged."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from common.http.forms import Form, read_form
from common.http.language import Text
from common.http.pages import Pages
from common.http.sessions import csrf_token
from common.values import NotASiret, parse_siret
from routing.domain.host import Host, NotAHost, parse_host
from routing.domain.lead import Lead, LeadKind
from routing.handlers.merge_hosts import MergeHosts, SameWebsite, merge_hosts
from routing.handlers.resolve_together import (
    ResolvedTogether,
    ResolveTogether,
    resolve_together,
)
from routing.handlers.resolve_triage import (
    ClosedEstablishment,
    UnknownEstablishment,
    UnknownReport,
)
from routing.labels import LEAD_LABELS, MODE_LABELS, PRIORITY_LABELS
from routing.pages.deps import CurrentDeskAgent, CurrentPages, DeskAgent, OpenStore
from routing.pages.refusals import REFUSALS
from routing.store import Store
from routing.store.queries import territory, triage_queue
from routing.store.queue import QueueFilter, queue_size

router = APIRouter(prefix="/triage", include_in_schema=False)
SHOWN = 20
LONGEST_KEY = 400
_NO_WEBSITE = Text("Donnez l’adresse d’un site.", "Give the address of a website.")
_SAME = Text(
    "Ces deux adresses désignent déjà le même site.",
    "These two addresses already mean the same website.",
)


@dataclass(frozen=True, slots=True)
class Together:
    """What the ways to this page need, and how to draw it."""

    request: Request
    pages: Pages
    caller: DeskAgent
    store: Store

    async def show(
        self,
        lead: Lead,
        *,
        errors: dict[str, Text] | None = None,
        typed: dict[str, str] | None = None,
        done: ResolvedTogether | None = None,
        moved: int | None = None,
    ) -> Response:
        wanted = QueueFilter(territory(self.caller.agent), lead=lead)
        return self.pages.render(
            self.request,
            "together.html",
            status=422 if errors else 200,
            lead=lead,
            size=await queue_size(self.store, wanted),
            reports=await triage_queue(self.store, wanted, after=None, limit=SHOWN),
            aliases=await self.store.leads.aliases_of(lead),
            errors=errors or {},
            typed=typed or {},
            done=done,
            moved=moved,
            me=self.caller.agent.id,
            modes=MODE_LABELS,
            leads=LEAD_LABELS,
            priorities=PRIORITY_LABELS,
            csrf_token=csrf_token(self.caller.secret),
        )


async def _together(
    request: Request, pages: CurrentPages, caller: CurrentDeskAgent, store: OpenStore
) -> Together:
    return Together(request, pages, caller, store)


CurrentTogether = Annotated[Together, Depends(_together)]


@router.get("/together")
async def show_together(
    page: CurrentTogether,
    kind: LeadKind,
    key: Annotated[str, Query(min_length=1, max_length=LONGEST_KEY)],
) -> Response:
    return await page.show(Lead(kind, key))


@router.post("/together")
async def choose_for_all(page: CurrentTogether) -> Response:
    """Route every report that waits for it; what was done is said on the page."""
    form = await read_form(page.request)
    lead = _lead(form)
    try:
        command = ResolveTogether(
            lead,
            parse_siret(form.text("siret")),
            page.caller.agent,
            remember=form.has("remember"),
        )
        done = await resolve_together(command, page.store)
    except (NotASiret, UnknownEstablishment, ClosedEstablishment) as error:
        errors = {"siret": REFUSALS[type(error)]}
        return await page.show(lead, errors=errors, typed=dict(form.values()))
    return await page.show(lead, done=done)


@router.post("/merger")
async def merge(page: CurrentTogether) -> Response:
    """Say that another address is this website too."""
    form = await read_form(page.request)
    lead = _lead(form)
    try:
        alias = parse_host(form.text("alias"))
        command = MergeHosts(alias, Host(lead.key), page.caller.agent)
        moved = await merge_hosts(command, page.store)
    except (NotAHost, SameWebsite) as error:
        errors = {"alias": _SAME if isinstance(error, SameWebsite) else _NO_WEBSITE}
        return await page.show(lead, errors=errors, typed=dict(form.values()))
    into = await page.store.leads.canonical(lead)
    return await page.show(replace(lead, key=into.key), moved=moved)


def _lead(form: Form) -> Lead:
    """What the form is about. Raises `UnknownReport` for what none of our pages sends."""
    try:
        lead = Lead(LeadKind(form.text("kind")), form.text("key")[:LONGEST_KEY])
    except ValueError as error:
        raise UnknownReport from error
    if not lead.key:
        raise UnknownReport
    return lead
