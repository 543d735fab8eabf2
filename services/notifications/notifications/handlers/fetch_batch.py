"""Give the printing centre the file of a batch, and keep a trace of it."""

from datetime import timedelta
from uuid import UUID

from notifications.domain.batch import NoSuchBatch
from notifications.handlers.typeset_next_letter import PDF, PrintRoom
from notifications.store import Store

LINK_LASTS = timedelta(seconds=60)


async def fetch_batch(batch_id: UUID, store: Store, *, room: PrintRoom, fetched_by: str) -> str:
    """An address that gives the file for one minute. Raises `NoSuchBatch`."""
    batch = await store.batches.lock(batch_id)
    if batch is None:
        raise NoSuchBatch(str(batch_id))
    store.audit(
        "letters_fetched", actor=fetched_by, object_kind="letter_batch", object_id=str(batch.id)
    )
    return await room.storage.presigned_get(
        room.bucket,
        batch.object_key,
        filename=f"vigie-lettres-{batch.id}.pdf",
        content_type=PDF,
        expires=LINK_LASTS,
    )
