"""One report: what was told, until when to act, what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from common.http.language import Text
from company_portal.domain.case import ImpossibleMove, Move
from company_portal.handlers.accept_report import accept_report
from company_portal.handlers.fetch_file import fetch_file
from company_portal.handlers.find_case import UnknownReport
from company_portal.handlers.read_report import read_report
from company_portal.labels import KINDS, MOVES, RATINGS, REASONS, STATUS_BADGES, STATUSES
from company_portal.pages.visitors import PartsDep, PersonDep, StoreDep, render
from company_portal.store.establishments import Closing
from company_portal.store.report_views import ReportView, find_report

router = APIRouter(include_in_schema=False)

_NOTHING_TYPED: Mapping[str, str] = {}
_NO_FAULT: Mapping[str, Text] = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline."""

    title: Text
    at: datetime
    text: Text | None = None
    is_current: bool = False


@router.get("/reports/{report_id}")
async def report_page(
    report_id: UUID,
    request: Request,
    session: PersonDep,
    store: StoreDep,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The report; the first look at it is noted, and the consumer told."""
    await read_report(report_id, store, actor=session.actor)
    view = await find_report(store, report_id, session.actor)
    if view is None:
        raise UnknownReport(report_id)
    closing = await store.establishments.closing_of(view.siret)
    return show_report(request, view, closing, done=done)


def show_report(
    request: Request,
    view: ReportView,
    closing: Closing | None,
    *,
    done: str = "",
    values: Mapping[str, str] = _NOTHING_TYPED,
    errors: Mapping[str, Text] = _NO_FAULT,
) -> Response:
    """The page; with `errors`, filled as the question was typed."""
    return render(
        request,
        "report.html",
        status=422 if errors else 200,
        values=values,
        errors=errors,
        may_ask=Move.ASK in view.allowed and not view.is_trace and not view.awaits_reply,
        report=view,
        closing=closing,
        stage=STATUSES[view.status],
        badge=STATUS_BADGES[view.status],
        may_accept=Move.ACCEPT in view.allowed and not view.is_trace,
        may_answer=Move.ANSWER in view.allowed and not view.is_trace,
        kind=KINDS[view.answer.kind] if view.answer else None,
        reason=REASONS[view.answer.reason] if view.answer else None,
        rating=RATINGS[view.rating] if view.rating else None,
        entries=_entries(view),
        done=done,
    )


@router.post("/reports/{report_id}/acceptance")
async def accept(report_id: UUID, parts: PartsDep, session: PersonDep, store: StoreDep) -> Response:
    try:
        await accept_report(report_id, store, actor=session.actor, calendar=parts.calendar)
    except ImpossibleMove:
        return RedirectResponse(f"/reports/{report_id}?done=too-late", status_code=303)
    return RedirectResponse(f"/reports/{report_id}?done=accepted", status_code=303)


def _entries(view: ReportView) -> Sequence[Entry]:
    filed = Entry(
        Text("Signalement déposé par le consommateur", "Report filed by the consumer"),
        view.submitted_at,
    )
    steps = [
        Entry(MOVES[step.move], step.at, is_current=step is view.steps[-1]) for step in view.steps
    ]
    return [filed, *steps]


@router.get("/reports/{report_id}/attachments/{attachment_id}")
async def download(
    report_id: UUID, attachment_id: UUID, parts: PartsDep, session: PersonDep, store: StoreDep
) -> Response:
    url = await fetch_file(
        (report_id, attachment_id),
        store,
        actor=session.actor,
        storage=parts.storage,
        bucket=parts.clean_bucket,
    )
    return RedirectResponse(url, status_code=303)
