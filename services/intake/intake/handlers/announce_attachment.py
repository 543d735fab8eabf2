"""Let a browser upload one file of a known kind and size into quarantine."""

from dataclasses import dataclass
from uuid import UUID

from common.ids import Chance
from common.secrets import digest
from common.storage import ObjectStorage, PresignedPost
from intake.domain.attachment import (
    UPLOAD_LIFE,
    Attachment,
    AttachmentState,
    check_count,
    check_together,
    parse_announcement,
)
from intake.domain.buckets import Buckets
from intake.store import Store


@dataclass(frozen=True, slots=True)
class AnnounceAttachment:
    """`draft_id`: the draft it is for; without one, the report will name the file's key."""

    filename: str
    content_type: str
    size: int
    draft_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnnouncedAttachment:
    """`key` is known to the uploader alone: whoever holds it may complete and attach the file."""

    key: UUID
    attachment: Attachment
    upload: PresignedPost


async def announce_attachment(
    command: AnnounceAttachment,
    store: Store,
    *,
    storage: ObjectStorage,
    buckets: Buckets,
    chance: Chance,
) -> AnnouncedAttachment:
    """Raises `AttachmentRefused` for a kind, name or size that is not taken."""
    filename, kind = parse_announcement(command.filename, command.content_type, size=command.size)
    key = UUID(bytes=chance.token_bytes(16), version=4)
    attachment = Attachment(
        id=store.new_id(),
        filename=filename,
        kind=kind,
        size=command.size,
        state=AttachmentState.PENDING,
        quarantine_key=f"uploads/{chance.token_bytes(16).hex()}",
    )
    upload = await storage.presigned_post(
        buckets.quarantine,
        attachment.quarantine_key,
        content_type=kind.value,
        max_bytes=command.size,
        expires=UPLOAD_LIFE,
    )
    if command.draft_id is not None:
        others = await store.attachments.of_draft(command.draft_id)
        check_together([other.size for other in others if other.is_arrived])
        check_count(1 + sum(other.is_kept for other in others))
    await store.attachments.add(attachment, key_digest=digest(str(key)), draft_id=command.draft_id)
    return AnnouncedAttachment(key, attachment, upload)
