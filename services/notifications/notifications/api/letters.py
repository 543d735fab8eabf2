"""Batches of letters, for the printing centre: bound once, fetched, declared printed."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel

from common.http.idempotency import IDEMPOTENT, once
from common.http.pagination import Page, encode_cursor
from notifications.api.cursors import position
from notifications.api.deps import CurrentParts, OpenStore, PrinterCaller
from notifications.domain.batch import Batch, NoSuchBatch
from notifications.handlers.fetch_batch import fetch_batch
from notifications.handlers.make_batch import make_batch
from notifications.handlers.mark_batch_printed import mark_batch_printed
from notifications.store import Store, queries

router = APIRouter(prefix="/v1/letters", tags=["letters"])
PAGE = 50


class BatchBody(BaseModel):
    """`url` gives the PDF file, whose SHA-256 must be `sha256`, to the bearer of a key."""

    id: UUID
    count: int
    sha256: str
    url: str
    created_at: datetime
    printed_at: datetime | None


@router.get("/batches")
async def list_batches(
    caller: PrinterCaller,
    parts: CurrentParts,
    store: OpenStore,
    cursor: Annotated[str | None, Query(max_length=1024)] = None,
) -> Page[BatchBody]:
    """The newest first."""
    del caller
    found = await queries.batches(store, before=position(cursor), limit=PAGE + 1)
    items = [_body(batch, parts.links.own) for batch in found[:PAGE]]
    more = len(found) > PAGE
    return Page(items=items, next=encode_cursor(str(items[-1].id)) if more else None)


@router.post(
    "/batches",
    status_code=201,
    response_model=BatchBody,
    openapi_extra=IDEMPOTENT,
    responses={409: {"description": "No letter is ready, or one is not what was typeset."}},
)
async def bind_letters(
    request: Request, caller: PrinterCaller, parts: CurrentParts, store: OpenStore
) -> Response:
    """Bind the letters that wait, 200 at most; each is in one batch for ever."""

    async def do() -> Response:
        batch = await make_batch(store, room=parts.print_room, made_by=caller.name)
        return JSONResponse(
            _body(batch, parts.links.own).model_dump(mode="json"),
            201,
            headers={"location": f"/v1/letters/batches/{batch.id}"},
        )

    return await once(request, store, scope=f"letters:{caller.name}", do=do)


@router.get("/batches/{batch_id}")
async def show_batch(
    batch_id: UUID, caller: PrinterCaller, parts: CurrentParts, store: OpenStore
) -> BatchBody:
    del caller
    return _body(await _batch(store, batch_id), parts.links.own)


@router.get("/batches/{batch_id}/file", status_code=303, response_class=RedirectResponse)
async def fetch_file(
    batch_id: UUID, caller: PrinterCaller, parts: CurrentParts, store: OpenStore
) -> Response:
    """A redirection to the PDF file, good for one minute."""
    url = await fetch_batch(batch_id, store, room=parts.print_room, fetched_by=caller.name)
    return RedirectResponse(url, 303)


@router.post("/batches/{batch_id}/printed")
async def declare_printed(
    batch_id: UUID, caller: PrinterCaller, parts: CurrentParts, store: OpenStore
) -> BatchBody:
    """Its letters are sent. Said again, it changes nothing."""
    batch = await mark_batch_printed(batch_id, store, printed_by=caller.name)
    return _body(batch, parts.links.own)


def _body(batch: Batch, own: str) -> BatchBody:
    return BatchBody(
        id=batch.id,
        count=batch.letter_count,
        sha256=batch.sha256,
        url=f"{own}/v1/letters/batches/{batch.id}/file",
        created_at=batch.created_at,
        printed_at=batch.printed_at,
    )


async def _batch(store: Store, batch_id: UUID) -> Batch:
    found = await queries.batch(store, batch_id)
    if found is None:
        raise NoSuchBatch(str(batch_id))
    return found
