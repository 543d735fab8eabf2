"""`POST /v1/reports`: file a report."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from common.clock import paris_date
from common.http.idempotency import IDEMPOTENT, once
from common.http.strict import Line, Prose, StrictModel, StrictRoute
from intake.api.deps import PartsDep, StoreDep
from intake.api.targets import TargetBody, parsed
from intake.domain.attachment import MOST_FILES
from intake.domain.category_tree import CategoryTree
from intake.domain.contact import LONGEST_PERSON_NAME, parse_consumer
from intake.domain.replies import LONGEST_REPLY
from intake.domain.report import LONGEST_DESCRIPTION
from intake.handlers.submit_report import SubmitReport, submit_report
from intake.parts import IntakeParts

router = APIRouter(prefix="/v1", route_class=StrictRoute, tags=["reports"])

Key = Annotated[str, Line(60)]


class AnswerBody(StrictModel):
    question: Key
    value: Annotated[str, Line(LONGEST_REPLY)]


class ConsumerBody(StrictModel):
    first_name: Annotated[str, Line(LONGEST_PERSON_NAME)]
    last_name: Annotated[str, Line(LONGEST_PERSON_NAME)]
    email: Annotated[str, Line(254)]
    phone: Annotated[str, Line(30)] | None = None
    proof: Annotated[str, Line(100)]


class ReportRequest(StrictModel):
    """`category` and `subcategories` name a leaf of `GET /v1/categories`, from the top.

    `tree_version` is the `version` that it answered, if the caller keeps it: after a change, the
    version before is still accepted for seven days. Without it, the version in force is meant.
    """

    category: Key
    tree_version: Annotated[int, Field(ge=1, le=9999)] | None = None
    subcategories: Annotated[list[Key], Field(max_length=10)] = []
    answers: Annotated[list[AnswerBody], Field(max_length=50)] = []
    description: Annotated[str, Prose(LONGEST_DESCRIPTION)]
    observed_on: date
    target: TargetBody
    consumer: ConsumerBody
    share_identity: bool
    attachments: Annotated[list[UUID], Field(max_length=MOST_FILES)] = []
    wish: Literal["report", "advice"] = "report"
    lang: Literal["fr", "en"] = "fr"
    publish_consent: bool = False


class ReportAccepted(BaseModel):
    """`tracking_url` is the consumer's secret: whoever has it may follow and erase the report."""

    id: UUID
    reference: str
    tracking_url: str
    status: str


@router.post(
    "/reports",
    status_code=201,
    response_model=ReportAccepted,
    openapi_extra=IDEMPOTENT,
    responses={409: {"description": "Sent twice at once, or one report too many."}},
)
async def file_report(
    body: ReportRequest, request: Request, parts: PartsDep, store: StoreDep
) -> Response:
    async def accept() -> Response:
        accepted = await submit_report(
            _command(body),
            store,
            tree=_tree(body, parts),
            chance=parts.ground.chance,
            tracking_page=parts.tracking_page,
        )
        answer = ReportAccepted(
            id=accepted.id,
            reference=accepted.reference,
            tracking_url=f"{parts.tracking_page}#{accepted.secret}",
            status="submitted",
        )
        headers = {"location": "/v1/tracking/report"}
        return JSONResponse(answer.model_dump(mode="json"), 201, headers)

    return await once(request, store, scope="reports", do=accept)


def _tree(body: ReportRequest, parts: IntakeParts) -> CategoryTree:
    if body.tree_version is None:
        return parts.tree
    today = paris_date(parts.ground.clock.now())
    return parts.trees.accepted(body.tree_version, today=today)


def _command(body: ReportRequest) -> SubmitReport:
    consumer = body.consumer
    return SubmitReport(
        path=(body.category, *body.subcategories),
        replies=tuple((answer.question, answer.value) for answer in body.answers),
        description=body.description,
        observed_on=body.observed_on,
        target=parsed(body.target),
        consumer=parse_consumer(
            consumer.first_name, consumer.last_name, email=consumer.email, phone=consumer.phone
        ),
        proof=consumer.proof,
        share_identity=body.share_identity,
        wishes_advice=body.wish == "advice",
        lang=body.lang,
        publish_consent=body.publish_consent,
        attachment_keys=tuple(body.attachments),
    )
