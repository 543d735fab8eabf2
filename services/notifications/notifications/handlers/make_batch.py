"""Bind the letters that wait into one file for the printing centre."""

import hashlib

from notifications.domain.batch import MAX_LETTERS, Batch, NothingToPrint, SheetChanged, batch_key
from notifications.handlers.typeset_next_letter import PDF, PrintRoom
from notifications.store import Store
from notifications.store.letters import Sheet


async def make_batch(store: Store, *, room: PrintRoom, made_by: str) -> Batch:
    """The oldest letters in no batch, 200 at most; each letter is in one batch for ever.

    Raises `NothingToPrint`, and `SheetChanged` when the storage gives back another file than the
    one typeset. Died half-way, it has bound nothing, and is simply made again.
    """
    sheets = await store.letters.unbound(MAX_LETTERS)
    if not sheets:
        raise NothingToPrint
    letters = [sheet.delivery_id for sheet in sheets]
    bound = await room.press.bind([await _fetch(sheet, room) for sheet in sheets])
    batch = Batch(
        id=store.new_id(),
        created_at=store.clock.now(),
        letter_count=len(letters),
        sha256=hashlib.sha256(bound).hexdigest(),
        object_key=batch_key(letters),
    )
    await room.storage.put(room.bucket, batch.object_key, bound, content_type=PDF)
    await store.batches.add(batch, letters, made_by=made_by)
    store.audit("letters_bound", actor=made_by, object_kind="letter_batch", object_id=str(batch.id))
    return batch


async def _fetch(sheet: Sheet, room: PrintRoom) -> bytes:
    pdf = await room.storage.get(room.bucket, sheet.object_key)
    if hashlib.sha256(pdf).hexdigest() != sheet.sha256:
        raise SheetChanged(str(sheet.delivery_id))
    return pdf
