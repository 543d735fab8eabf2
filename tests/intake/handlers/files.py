"""Files announced and uploaded, as tests of several deeds need them."""

from common.contracts.intake import AttachmentCleared
from common.secrets import digest
from common.testing.outbox import outbox
from intake.domain.attachment import (
    AttachmentFault,
    AttachmentState,
)
from intake.handlers.announce_attachment import (
    AnnounceAttachment,
    AnnouncedAttachment,
    announce_attachment,
)
from intake.handlers.complete_attachment import complete_attachment
from intake.parts import IntakeParts

PNG = b"\x89PNG\r\n\x1a\n and the rest of a picture"


async def announce(parts: IntakeParts, size: int = len(PNG)) -> AnnouncedAttachment:
    async with parts.open_store() as store:
        return await announce_attachment(
            AnnounceAttachment("photo.png", "image/png", size),
            store,
            storage=parts.storage,
            buckets=parts.buckets,
            chance=parts.ground.chance,
        )


async def upload(parts: IntakeParts, announced: AnnouncedAttachment, content: bytes = PNG) -> None:
    key = announced.attachment.quarantine_key
    await parts.storage.put(parts.buckets.quarantine, key, content, content_type="image/png")
    async with parts.open_store() as store:
        await complete_attachment(
            announced.key, store, storage=parts.storage, buckets=parts.buckets
        )


async def state_of(
    parts: IntakeParts, announced: AnnouncedAttachment
) -> tuple[AttachmentState, AttachmentFault | None]:
    async with parts.open_store() as store:
        found = await store.attachments.of_key(digest(str(announced.key)))
    assert found is not None
    return found.state, found.fault


async def cleared(parts: IntakeParts) -> list[AttachmentCleared]:
    events = [envelope.event for envelope in await outbox(parts.ground)]
    return [event for event in events if isinstance(event, AttachmentCleared)]
