"""The way to the triage desk, which is routing's: the visitor carries a proof there."""

from fastapi import APIRouter
from starlette.responses import Response

from agent_analytics.handlers.issue_token import Audience, issue_token
from agent_analytics.pages.deps import CurrentParts, OpenStore, SignedInVisitor

router = APIRouter(include_in_schema=False)


@router.get("/triage")
async def triage(visitor: SignedInVisitor, store: OpenStore, parts: CurrentParts) -> Response:
    """A form that hands a ten-minute token to routing: in its body, never in an address."""
    made = await issue_token(visitor.account, Audience.ROUTING, store, safe=parts.safe)
    return visitor.show(
        "triage.html",
        desk=f"{parts.routing_url}/triage/session",
        token=made.token,
        expires_at=made.expires_at,
    )
