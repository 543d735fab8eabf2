"""Deliveries, for operators: what was sent, what was not, and why; never to whom."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from common.http.pagination import Page, encode_cursor
from notifications.api.cursors import position
from notifications.api.deps import OpenStore, OperatorCaller
from notifications.domain.kinds import Channel, Kind
from notifications.domain.sending import Reason, State
from notifications.store import queries

router = APIRouter(prefix="/v1", tags=["deliveries"])
PAGE = 50


class DeliveryBody(BaseModel):
    """`recipient` is masked, and null once the delivery ended."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    channel: Channel
    kind: Kind
    state: State
    reason: Reason | None
    report_id: UUID | None
    siret: str | None
    recipient: str | None
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None
    ended_at: datetime | None


@router.get("/deliveries", responses={403: {"description": "The key opens letters only."}})
async def list_deliveries(
    caller: OperatorCaller,
    store: OpenStore,
    report_id: UUID | None = None,
    state: State | None = None,
    cursor: Annotated[str | None, Query(max_length=1024)] = None,
) -> Page[DeliveryBody]:
    """The newest first."""
    del caller
    found = await queries.deliveries(
        store, report_id=report_id, state=state, before=position(cursor), limit=PAGE + 1
    )
    items = [DeliveryBody.model_validate(delivery) for delivery in found[:PAGE]]
    more = len(found) > PAGE
    return Page(items=items, next=encode_cursor(str(items[-1].id)) if more else None)
