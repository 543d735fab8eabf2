"""Stopping the notices about an establishment, from the link in a mail."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from notifications.domain.envelope import spaced_siret
from notifications.handlers.stop_notices import stop_notices
from notifications.pages.frame import CurrentPages, CurrentParts, OpenStore

router = APIRouter(include_in_schema=False)
Token = Annotated[str, Query(max_length=200)]


@router.get("/unsubscribe")
async def ask(
    request: Request, pages: CurrentPages, parts: CurrentParts, token: Token = ""
) -> Response:
    """Opening the link changes nothing: mail scanners open links too."""
    _, siret = parts.links.unsubscribing(token)
    return pages.render(
        request, "unsubscribe.html", token=token, siret=spaced_siret(siret), is_done=False
    )


@router.post("/unsubscribe")
async def stop(
    request: Request,
    pages: CurrentPages,
    parts: CurrentParts,
    store: OpenStore,
    token: Token = "",
) -> Response:
    """From the page, or from a mail reader's own button (RFC 8058): the link is the proof."""
    siret = await stop_notices(token, store, links=parts.links)
    return pages.render(
        request, "unsubscribe.html", token=token, siret=spaced_siret(siret), is_done=True
    )
