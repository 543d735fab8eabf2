"""The answer: written, read over, sent."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from common.http.language import Text
from company_portal.domain.answer import REASONS, AnswerKind, AnswerReason
from company_portal.domain.case import ImpossibleMove, Move
from company_portal.domain.rights import Actor
from company_portal.handlers.answer_report import AnswerReport, answer_report
from company_portal.handlers.find_case import UnknownReport
from company_portal.labels import KIND_HINTS, KINDS
from company_portal.labels import REASONS as REASON_LABELS
from company_portal.pages.fields import Fields
from company_portal.pages.visitors import PartsDep, PersonDep, StoreDep, read_form, render
from company_portal.store import Store
from company_portal.store.report_views import ReportView, find_report

router = APIRouter(include_in_schema=False)

# A reason belongs to one family only: choosing the reason chooses the family.
_KIND_OF = {reason: kind for kind, reasons in REASONS.items() for reason in reasons}
_FAMILIES = [
    (
        kind,
        KINDS[kind],
        KIND_HINTS[kind],
        [(reason, REASON_LABELS[reason]) for reason in REASONS[kind]],
    )
    for kind in AnswerKind
]
_DECLINES = AnswerKind.NOT_CONCERNED
_NOTHING_TO_PROPOSE = Text(
    "Désignez un autre établissement seulement si vous n’êtes pas concerné.",
    "Name another establishment only if you are not concerned.",
)
_NO_REASON = Text("Choisissez votre réponse.", "Choose your answer.")
_NO_MESSAGE = Text(
    "Écrivez au consommateur : il recevra ce texte.",
    "Write to the consumer, who will get this text.",
)


@router.get("/reports/{report_id}/answer")
async def write(report_id: UUID, request: Request, session: PersonDep, store: StoreDep) -> Response:
    view = await _open_report(report_id, store, session.actor)
    if Move.ANSWER not in view.allowed:
        return _back(report_id, "too-late")
    return _form(request, view, {}, {})


@router.post("/reports/{report_id}/answer")
async def preview_or_send(
    report_id: UUID, request: Request, parts: PartsDep, session: PersonDep, store: StoreDep
) -> Response:
    """`step` says what the button asked for: `preview`, `edit` or `send`."""
    values = await read_form(request)
    view = await _open_report(report_id, store, session.actor)
    if Move.ANSWER not in view.allowed:
        return _back(report_id, "too-late")
    command, errors = _read(report_id, values)
    step = values.get("step", "preview")
    if command is None or step == "edit":
        return _form(request, view, values, errors)
    if step != "send":
        return _preview(request, view, command)
    try:
        await answer_report(command, store, actor=session.actor, calendar=parts.calendar)
    except ImpossibleMove:
        return _back(report_id, "too-late")
    return _back(report_id, "answered")


async def _open_report(report_id: UUID, store: Store, actor: Actor) -> ReportView:
    view = await find_report(store, report_id, actor)
    if view is None:
        raise UnknownReport(report_id)
    return view


def _back(report_id: UUID, done: str) -> RedirectResponse:
    return RedirectResponse(f"/reports/{report_id}?done={done}", status_code=303)


def _read(
    report_id: UUID, values: Mapping[str, str]
) -> tuple[AnswerReport | None, dict[str, Text]]:
    fields = Fields(values)
    reason = values.get("reason", "")
    if reason not in _KIND_OF:
        fields.errors["reason"] = _NO_REASON
    to_consumer = fields.prose("message_to_consumer", _NO_MESSAGE)
    to_authority = fields.prose("message_to_authority", None)
    proposed = fields.siret("proposed_siret") if values.get("proposed_siret", "").strip() else ""
    if proposed and reason in _KIND_OF and _KIND_OF[AnswerReason(reason)] is not _DECLINES:
        fields.errors["proposed_siret"] = _NOTHING_TO_PROPOSE
    if fields.errors:
        return None, fields.errors
    chosen = AnswerReason(reason)
    command = AnswerReport(
        report_id,
        _KIND_OF[chosen],
        chosen,
        to_consumer,
        message_to_authority=to_authority or None,
        proposed_siret=proposed or None,
    )
    return command, {}


def _form(
    request: Request, view: ReportView, values: Mapping[str, str], errors: Mapping[str, Any]
) -> Response:
    return render(
        request,
        "answer.html",
        status=422 if errors else 200,
        report=view,
        families=_FAMILIES,
        values=values,
        errors=errors,
    )


def _preview(request: Request, view: ReportView, command: AnswerReport) -> Response:
    return render(
        request,
        "answer_preview.html",
        report=view,
        command=command,
        kind=KINDS[command.kind],
        reason=REASON_LABELS[command.reason],
        declines=command.kind is AnswerKind.NOT_CONCERNED,
    )
