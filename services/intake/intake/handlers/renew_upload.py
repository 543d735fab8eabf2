"""Give a browser without script the form that uploads an announced file."""

from common.storage import ObjectStorage, PresignedPost
from intake.domain.attachment import UPLOAD_LIFE, Attachment
from intake.domain.buckets import Buckets


async def renew_upload(
    attachment: Attachment, *, storage: ObjectStorage, buckets: Buckets, returns_to: str
) -> PresignedPost:
    """Good for ten minutes; the browser comes back to `returns_to` once the file is there."""
    return await storage.presigned_post(
        buckets.quarantine,
        attachment.quarantine_key,
        content_type=attachment.kind.value,
        max_bytes=attachment.size,
        expires=UPLOAD_LIFE,
        returns_to=returns_to,
    )
