"""Note that a file has arrived, so that it is checked."""

from uuid import UUID

from common.secrets import digest
from common.storage import ObjectStorage
from intake.domain.attachment import (
    Attachment,
    AttachmentFault,
    AttachmentRefused,
    AttachmentState,
    check_size,
)
from intake.domain.buckets import Buckets
from intake.store import Store


class UnknownAttachment(Exception):
    """No file is known under that key."""


async def complete_attachment(
    key: UUID, store: Store, *, storage: ObjectStorage, buckets: Buckets
) -> Attachment:
    """The file as it now stands; completing it twice changes nothing.

    Raises `UnknownAttachment`, and `AttachmentRefused` when nothing was uploaded or too much.
    """
    found = await store.attachments.of_key(digest(str(key)), lock=True)
    if found is None:
        raise UnknownAttachment
    if found.state is not AttachmentState.PENDING:
        return found
    uploaded = await storage.head(buckets.quarantine, found.quarantine_key)
    if uploaded is None:
        raise AttachmentRefused(AttachmentFault.NOT_THERE)
    check_size(uploaded.size)
    await store.attachments.mark_uploaded(found.id, size=uploaded.size)
    return found.after_upload(uploaded.size)
