"""Batches of letters, for the printing centre."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import RedirectResponse

from common.http.language import Text
from common.http.sessions import check_csrf
from notifications.domain.batch import NothingToPrint
from notifications.handlers.fetch_batch import fetch_batch
from notifications.handlers.make_batch import make_batch
from notifications.handlers.mark_batch_printed import mark_batch_printed
from notifications.pages.frame import CurrentPages, CurrentParts, CurrentViewer, OpenStore
from notifications.store import queries

router = APIRouter(prefix="/letters", include_in_schema=False)
SHOWN = 100
NOTHING = Text(
    "Aucune lettre n’est prête : toutes sont déjà dans un lot.",
    "No letter is ready: all are already in a batch.",
)


@router.get("")
async def list_batches(
    request: Request, pages: CurrentPages, viewer: CurrentViewer, store: OpenStore
) -> Response:
    return pages.render(
        request,
        "letters.html",
        batches=await queries.batches(store, before=None, limit=SHOWN),
        waiting=await store.letters.unbound_count(),
        nothing=NOTHING if request.query_params.get("nothing") else None,
        csrf=viewer.csrf,
    )


@router.post("/batches")
async def bind_letters(
    request: Request,
    parts: CurrentParts,
    viewer: CurrentViewer,
    store: OpenStore,
    csrf_token: Annotated[str, Form()] = "",
) -> Response:
    check_csrf(request, viewer.token, csrf_token)
    try:
        await make_batch(store, room=parts.print_room, made_by=viewer.caller.name)
    except NothingToPrint:
        return RedirectResponse("/letters?nothing=1", 303)
    return RedirectResponse("/letters", 303)


@router.post("/batches/{batch_id}/printed")
async def declare_printed(
    batch_id: UUID,
    request: Request,
    viewer: CurrentViewer,
    store: OpenStore,
    csrf_token: Annotated[str, Form()] = "",
) -> Response:
    check_csrf(request, viewer.token, csrf_token)
    await mark_batch_printed(batch_id, store, printed_by=viewer.caller.name)
    return RedirectResponse("/letters", 303)


@router.get("/batches/{batch_id}/file")
async def fetch_file(
    batch_id: UUID, parts: CurrentParts, viewer: CurrentViewer, store: OpenStore
) -> Response:
    url = await fetch_batch(batch_id, store, room=parts.print_room, fetched_by=viewer.caller.name)
    return RedirectResponse(url, 303)
