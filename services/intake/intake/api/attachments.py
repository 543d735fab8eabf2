"""`/v1/attachments`: files go from the browser to the storage; here is only their paperwork."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from common.http.strict import Line, StrictModel, StrictRoute
from common.secrets import digest
from intake.api.deps import PartsDep, StoreDep
from intake.domain.attachment import Attachment
from intake.handlers.announce_attachment import AnnounceAttachment, announce_attachment
from intake.handlers.complete_attachment import UnknownAttachment, complete_attachment

router = APIRouter(prefix="/v1", route_class=StrictRoute, tags=["attachments"])


class AttachmentRequest(StrictModel):
    filename: Annotated[str, Line(255)]
    content_type: Annotated[str, Line(100)]
    size: Annotated[int, Field(ge=0)]


class UploadBody(BaseModel):
    """Post a multipart form to `url`: these fields first, the file last, as `file`."""

    url: str
    fields: dict[str, str]


class AnnouncedBody(BaseModel):
    """`id` is known to you alone: whoever has it may attach the file to a report, once."""

    id: UUID
    upload: UploadBody


class AttachmentBody(BaseModel):
    """`state`: pending, uploaded, clean or rejected; `reason` says why it is rejected."""

    id: UUID
    filename: str
    content_type: str
    size: int
    state: str
    reason: str | None


@router.post("/attachments", status_code=201)
async def announce(
    body: AttachmentRequest, parts: PartsDep, store: StoreDep, response: Response
) -> AnnouncedBody:
    announced = await announce_attachment(
        AnnounceAttachment(body.filename, body.content_type, body.size),
        store,
        storage=parts.storage,
        buckets=parts.buckets,
        chance=parts.ground.chance,
    )
    response.headers["location"] = f"/v1/attachments/{announced.key}"
    upload = UploadBody(url=announced.upload.url, fields=announced.upload.fields)
    return AnnouncedBody(id=announced.key, upload=upload)


@router.post("/attachments/{attachment_id}/complete", status_code=202)
async def complete(attachment_id: UUID, parts: PartsDep, store: StoreDep) -> AttachmentBody:
    """Say that the file is there: it is then checked, which takes seconds."""
    found = await complete_attachment(
        attachment_id, store, storage=parts.storage, buckets=parts.buckets
    )
    return attachment_body(attachment_id, found)


@router.get("/attachments/{attachment_id}")
async def read(attachment_id: UUID, store: StoreDep) -> AttachmentBody:
    found = await store.attachments.of_key(digest(str(attachment_id)))
    if found is None:
        raise UnknownAttachment
    return attachment_body(attachment_id, found)


def attachment_body(attachment_id: UUID, attachment: Attachment) -> AttachmentBody:
    """The file under the id that its caller knows it by."""
    return AttachmentBody(
        id=attachment_id,
        filename=attachment.shown_filename,
        content_type=(attachment.clean.kind if attachment.clean else attachment.kind).value,
        size=attachment.size,
        state=attachment.state.value,
        reason=attachment.fault.value if attachment.fault else None,
    )
