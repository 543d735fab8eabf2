"""Note that the printing centre has printed and posted a batch."""

from dataclasses import replace
from uuid import UUID

from notifications.domain.batch import Batch, NoSuchBatch
from notifications.handlers.announce_endings import announce_endings
from notifications.store import Store


async def mark_batch_printed(batch_id: UUID, store: Store, *, printed_by: str) -> Batch:
    """Its letters are sent. Said twice, it changes nothing the second time."""
    batch = await store.batches.lock(batch_id)
    if batch is None:
        raise NoSuchBatch(str(batch_id))
    if batch.printed_at is not None:
        return batch
    announce_endings(store, await store.batches.print(batch_id, printed_by=printed_by))
    store.audit(
        "letters_printed", actor=printed_by, object_kind="letter_batch", object_id=str(batch_id)
    )
    return replace(batch, printed_at=store.clock.now())
