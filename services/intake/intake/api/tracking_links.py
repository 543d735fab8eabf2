"""`/v1/tracking-links`: the tracking link once more, to the address that was proved."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel

from common.http.strict import Line, StrictModel, StrictRoute
from intake.api.deps import NetworkDep, StoreDep
from intake.api.problems import TOO_MANY
from intake.handlers.request_tracking_link import request_tracking_link

router = APIRouter(prefix="/v1", route_class=StrictRoute, tags=["tracking"])


class TrackingLinkRequest(StrictModel):
    email: Annotated[str, Line(254)]
    reference: Annotated[str, Line(20)]


class LinkSent(BaseModel):
    """The same whether such a report exists or not; the link reaches only who reads the address."""

    status: str = "accepted"


@router.post("/tracking-links", status_code=202, responses={**TOO_MANY})
async def send_again(body: TrackingLinkRequest, store: StoreDep, network: NetworkDep) -> LinkSent:
    await request_tracking_link(body.email, body.reference, store, network=network)
    return LinkSent()
