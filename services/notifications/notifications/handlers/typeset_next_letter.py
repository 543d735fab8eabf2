"""Make one letter's PDF and keep it in the object storage."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from common.storage import ObjectStorage
from notifications.domain.batch import sheet_key
from notifications.domain.sending import Reason
from notifications.handlers.announce_endings import announce_endings
from notifications.ports import Press, Unwritable
from notifications.store import Store
from notifications.store.letters import Sheet

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class PrintRoom:
    """What it takes to print letters; `bucket` keeps sheets and batches."""

    open_store: Callable[[], Store]
    press: Press
    storage: ObjectStorage
    bucket: str


async def typeset_next_letter(room: PrintRoom) -> int:
    """Typeset the oldest letter without a sheet; return how many were dealt with, 0 or 1.

    The name of the sheet is the delivery's: a second try after a crash writes the same again.
    """
    async with room.open_store() as store:
        announce_endings(store, await store.letters.call_off_void())
        manuscript = await store.letters.next_manuscript()
        if manuscript is None:
            return 0
        try:
            pdf = await room.press.typeset(manuscript.letter)
        except Unwritable:
            refused = await store.letters.refuse(manuscript.delivery_id, Reason.UNWRITABLE)
            announce_endings(store, refused)
            return 1
        key = sheet_key(manuscript.delivery_id)
        await room.storage.put(room.bucket, key, pdf, content_type=PDF)
        await store.letters.set_sheet(
            Sheet(manuscript.delivery_id, key, hashlib.sha256(pdf).hexdigest())
        )
    return 1
