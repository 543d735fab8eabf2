"""A question to the consumer, asked from the report's page."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from common.http.language import Text
from company_portal.domain.case import ImpossibleMove, QuestionPending
from company_portal.handlers.ask_consumer import (
    LONGEST_QUESTION,
    AskConsumer,
    TooManyQuestions,
    ask_consumer,
)
from company_portal.handlers.find_case import UnknownReport
from company_portal.pages.fields import Fields
from company_portal.pages.reports import show_report
from company_portal.pages.visitors import PartsDep, PersonDep, StoreDep, read_form
from company_portal.store.report_views import find_report

router = APIRouter(include_in_schema=False)

_NO_QUESTION = Text(
    "Écrivez votre question : le consommateur la recevra telle quelle.",
    "Write your question: the consumer will get it as it is.",
)


@router.post("/reports/{report_id}/questions")
async def ask(
    report_id: UUID, request: Request, parts: PartsDep, session: PersonDep, store: StoreDep
) -> Response:
    fields = Fields(await read_form(request))
    text = fields.prose("question", _NO_QUESTION, maximum=LONGEST_QUESTION)
    view = await find_report(store, report_id, session.actor)
    if view is None:
        raise UnknownReport(report_id)
    if fields.errors:
        closing = await store.establishments.closing_of(view.siret)
        return show_report(request, view, closing, values=fields.values, errors=fields.errors)
    try:
        await ask_consumer(
            AskConsumer(report_id, text), store, actor=session.actor, calendar=parts.calendar
        )
    except (ImpossibleMove, QuestionPending, TooManyQuestions):
        return _back(report_id, "not-asked")
    return _back(report_id, "asked")


def _back(report_id: UUID, done: str) -> RedirectResponse:
    return RedirectResponse(f"/reports/{report_id}?done={done}", status_code=303)
