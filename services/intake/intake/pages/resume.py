"""Putting a report aside: a link by e-mail, and the way back in on any device."""

import re

from fastapi import APIRouter
from fastapi.responses import Response

from common.http.forms import read_form
from common.http.language import Text
from common.http.sessions import check_origin
from common.throttle import Throttled
from intake.domain.contact import ContactRefused
from intake.handlers.resume_draft import UnknownLink, resume_draft
from intake.handlers.send_draft_link import SendDraftLink, send_draft_link
from intake.labels.faults import CONTACT_FAULT, DRAFT_LINK_FAULT, wait
from intake.pages.shell import VisitDep, Writing, WritingDep, next_page, see

router = APIRouter(include_in_schema=False)

LONGEST_KEPT = 300
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


@router.get("/report/later")
async def ask_address(writing: WritingDep, sent: str = "") -> Response:
    return _form(writing, writing.draft.email, is_sent=bool(sent))


@router.post("/report/later")
async def send_link(writing: WritingDep) -> Response:
    """The same for every address: whether it exists is not known here."""
    form = await writing.form()
    visit = writing.visit
    command = SendDraftLink(
        draft=writing.draft,
        email=form.text("email")[:LONGEST_KEPT],
        lang=visit.lang,
        resume_page=f"{visit.parts.http.public_url.rstrip('/')}/resume",
    )
    chance = visit.parts.ground.chance
    try:
        await send_draft_link(command, visit.store, network=visit.network, chance=chance)
    except ContactRefused as refusal:
        return _form(writing, command.email, fault=CONTACT_FAULT[refusal.fault])
    except Throttled as refusal:
        return _form(writing, command.email, fault=wait(refusal.retry_after), status=429)
    return see("/report/later?sent=yes")


@router.get("/resume")
async def ask_link(visit: VisitDep) -> Response:
    """The link's page. Its script sends what follows `#`; without script, it is pasted."""
    return visit.show("resume.html", errors={}, link="")


@router.post("/resume")
async def open_link(visit: VisitDep) -> Response:
    check_origin(visit.request)
    link = (await read_form(visit.request)).text("link")[:500]
    found = _SECRET.search(link.rpartition("#")[2])
    secret = found[0] if found else ""
    try:
        draft = await resume_draft(secret, visit.store, network=visit.network)
    except UnknownLink:
        errors = {"link": DRAFT_LINK_FAULT}
        return visit.show("resume.html", status=422, errors=errors, link=link)
    except Throttled as refusal:
        errors = {"link": wait(refusal.retry_after)}
        return visit.show("resume.html", status=429, errors=errors, link=link)
    response = next_page(draft)
    visit.parts.draft_cookie.set(response, secret)
    return response


def _form(
    writing: Writing,
    email: str,
    *,
    is_sent: bool = False,
    fault: Text | None = None,
    status: int | None = None,
) -> Response:
    next_step = writing.draft.next_step
    return writing.show(
        "later.html",
        next_step,
        errors={"email": fault} if fault else {},
        status=status,
        email=email,
        is_sent=is_sent,
        next_step=next_step.value,
    )
