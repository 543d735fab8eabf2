"""What the mail provider reports back: mails that no mailbox took."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from common.http.strict import Line, StrictModel, parse_json
from notifications.api.deps import CurrentParts, OpenStore
from notifications.domain.webhook import MAX_ID, Stamp, verify
from notifications.handlers.hear_bounce import Bounce, hear_bounce

router = APIRouter(prefix="/v1", tags=["bounces"])


class BounceKind(StrEnum):
    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"


class BounceBody(StrictModel):
    """`message_id` as in the mail's header; other mails' are accepted and ignored."""

    message_id: Annotated[str, Line(400)]
    kind: BounceKind


@router.post(
    "/bounces",
    status_code=204,
    responses={401: {"description": "Not signed by the mail provider, or not now."}},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": BounceBody.model_json_schema()}},
        }
    },
)
async def report_bounce(
    request: Request,
    parts: CurrentParts,
    store: OpenStore,
    webhook_id: Annotated[str, Header(max_length=MAX_ID)] = "",
    webhook_timestamp: Annotated[str, Header(max_length=20)] = "",
    webhook_signature: Annotated[str, Header(max_length=1000)] = "",
) -> Response:
    """Signed as Standard Webhooks say (`v1`), over the body as it was sent."""
    body = await request.body()
    stamp = Stamp(webhook_id, webhook_timestamp, webhook_signature)
    verify(body, stamp, secrets=parts.bounce_secrets, now=store.clock.now())
    bounce = _read(body, stamp.id)
    if bounce is not None:
        await hear_bounce(bounce, store)
    return Response(status_code=204)


def _read(body: bytes, bounce_id: str) -> Bounce | None:
    try:
        parse_json(body)
        report = BounceBody.model_validate_json(body)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False)) from error
    try:
        delivery_id = UUID(report.message_id.strip("<>").partition("@")[0])
    except ValueError:
        return None
    return Bounce(bounce_id, delivery_id, is_hard=report.kind is not BounceKind.SOFT)
