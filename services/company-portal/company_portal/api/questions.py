"""`/v1/reports/{id}/questions`: what the holder asks the consumer before answering."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from common.http.idempotency import IDEMPOTENT, once
from common.http.strict import Prose, StrictModel, StrictRoute
from company_portal.api.deps import NotSignedIn, PartsDep, SignedInDep, StoreDep
from company_portal.api.problems import refusals
from company_portal.domain.case import ImpossibleMove, QuestionPending
from company_portal.handlers.ask_consumer import (
    LONGEST_QUESTION,
    AskConsumer,
    TooManyQuestions,
    ask_consumer,
)
from company_portal.handlers.demand_right import ForbiddenDeed
from company_portal.handlers.find_case import UnknownReport

router = APIRouter(prefix="/v1/reports", route_class=StrictRoute, tags=["reports"])


class QuestionRequest(StrictModel):
    """`text` is sent to the consumer as it is; whoever wrote it is not named."""

    text: Annotated[str, Prose(LONGEST_QUESTION)]


class QuestionReceipt(BaseModel):
    id: UUID


@router.post(
    "/{report_id}/questions",
    status_code=201,
    response_model=QuestionReceipt,
    openapi_extra=IDEMPOTENT,
    responses=refusals(
        NotSignedIn,
        UnknownReport,
        ForbiddenDeed,
        ImpossibleMove,
        QuestionPending,
        TooManyQuestions,
    ),
)
async def ask(
    report_id: UUID,
    body: QuestionRequest,
    request: Request,
    parts: PartsDep,
    session: SignedInDep,
    store: StoreDep,
) -> Response:
    """Ask the consumer; the deadline waits for the reply, fifteen days at most."""
    command = AskConsumer(report_id, body.text)

    async def give() -> JSONResponse:
        question_id = await ask_consumer(
            command, store, actor=session.actor, calendar=parts.calendar
        )
        headers = {"location": f"/v1/reports/{report_id}"}
        return JSONResponse({"id": str(question_id)}, 201, headers)

    return await once(request, store, scope=f"question:{session.account.account_id}", do=give)
