"""Note which files of a draft have arrived, so that they are checked."""

from collections.abc import Sequence
from uuid import UUID

from common.storage import ObjectStorage
from intake.domain.attachment import (
    Attachment,
    AttachmentRefused,
    AttachmentState,
    check_size,
    check_together,
)
from intake.domain.buckets import Buckets
from intake.handlers.erase_report import objects_of
from intake.store import Store


async def complete_draft_files(
    draft_id: UUID, store: Store, *, storage: ObjectStorage, buckets: Buckets
) -> Sequence[Attachment]:
    """The draft's files as they now stand; doing it again changes nothing.

    A file that makes too many, or too much in all, is refused and goes.
    """
    files = await store.attachments.lock_unattached([], draft_id=draft_id)
    for file in files:
        if file.state is AttachmentState.PENDING:
            await _complete(file, files, store, storage=storage, buckets=buckets)
    return await store.attachments.of_draft(draft_id)


async def _complete(
    file: Attachment,
    files: Sequence[Attachment],
    store: Store,
    *,
    storage: ObjectStorage,
    buckets: Buckets,
) -> None:
    uploaded = await storage.head(buckets.quarantine, file.quarantine_key)
    if uploaded is None:
        return
    arrived = [other.size for other in files if other.is_arrived]
    try:
        check_size(uploaded.size)
        check_together([*arrived, uploaded.size])
    except AttachmentRefused as refusal:
        await store.attachments.mark_rejected(file.id, refusal.fault)
        await store.doomed_objects.add(objects_of(file, buckets, report_id=None))
    else:
        await store.attachments.mark_uploaded(file.id, size=uploaded.size)
