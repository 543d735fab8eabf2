"""Photos and documents: sent by the browser straight to the storage, with or without JavaScript."""

import re
from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from common.http.language import Text, language_of
from common.storage import StorageUnavailable
from intake.domain.attachment import (
    EXTENSIONS,
    MOST_BYTES,
    Attachment,
    AttachmentRefused,
    AttachmentState,
    FileKind,
)
from intake.domain.draft import Step
from intake.handlers.announce_attachment import (
    AnnounceAttachment,
    AnnouncedAttachment,
    announce_attachment,
)
from intake.handlers.complete_draft_files import complete_draft_files
from intake.handlers.renew_upload import renew_upload
from intake.handlers.write_draft import remove_draft_file, save_draft
from intake.labels.faults import ATTACHMENT_FAULT
from intake.labels.tracking import ATTACHMENT_STATE
from intake.pages.shell import Writing, WritingDep, next_page, see

router = APIRouter(include_in_schema=False)

LONGEST_NAME = 255

KINDS = (
    (FileKind.JPEG.value, Text("Photo JPEG (.jpg)", "JPEG photo (.jpg)")),
    (FileKind.PDF.value, Text("Document PDF (.pdf)", "PDF document (.pdf)")),
    (FileKind.PNG.value, Text("Image PNG (.png)", "PNG picture (.png)")),
    (FileKind.HEIC.value, Text("Photo d’iPhone (.heic)", "iPhone photo (.heic)")),
    (FileKind.WEBP.value, Text("Image WebP (.webp)", "WebP picture (.webp)")),
    (FileKind.GIF.value, Text("Image GIF (.gif)", "GIF picture (.gif)")),
    (FileKind.DOCX.value, Text("Document Word (.docx)", "Word document (.docx)")),
)
_UNAVAILABLE = Text(
    "Les fichiers ne peuvent pas être reçus pour le moment. Continuez sans fichier, ou réessayez "
    "dans quelques minutes : rien de ce que vous avez écrit n’est perdu.",
    "Files cannot be received for now. Go on without a file, or try again in a few minutes: "
    "nothing you have written is lost.",
)


@router.get("/report/files")
async def show_files(writing: WritingDep) -> Response:
    """The files of the draft; those that have arrived since are noted as such."""
    return await _page(writing)


@router.post("/report/files")
async def announce_file(writing: WritingDep) -> Response:
    """Without JavaScript: choose the kind here, the file on the next page."""
    form = await writing.form()
    if form.text("go_on"):
        done = writing.draft.after(Step.FILES)
        await save_draft(done, writing.visit.store)
        return next_page(done)
    try:
        announced = await _announce(writing, _announcement(form.text("kind"), writing))
    except (AttachmentRefused, StorageUnavailable) as refusal:
        return await _page(writing, errors={"kind": _fault(refusal)})
    return see(f"/report/files/{announced.attachment.id}")


@router.get("/report/files/{attachment_id}")
async def choose_file(attachment_id: UUID, writing: WritingDep) -> Response:
    """A plain form that posts one file to the storage and comes back."""
    parts = writing.visit.parts
    files = await writing.visit.store.attachments.of_draft(writing.draft.id)
    found = next((file for file in files if file.id == attachment_id), None)
    if found is None or found.state is not AttachmentState.PENDING:
        return see("/report/files")
    upload = await renew_upload(
        found,
        storage=parts.storage,
        buckets=parts.buckets,
        returns_to=f"{parts.http.public_url.rstrip('/')}/report/files",
    )
    accept = ",".join(f".{extension}" for extension in EXTENSIONS[found.kind])
    return writing.show("file_upload.html", Step.FILES, upload=upload, accept=accept)


@router.post("/report/files/{attachment_id}/removal")
async def remove_file(attachment_id: UUID, writing: WritingDep) -> Response:
    await writing.form()
    visit = writing.visit
    await remove_draft_file(
        writing.draft.id, attachment_id, visit.store, buckets=visit.parts.buckets
    )
    return see("/report/files")


@router.post("/report/uploads")
async def announce_upload(writing: WritingDep) -> Response:
    """With JavaScript: where to post this file, or why not, as JSON for the page's script."""
    form = await writing.form()
    size = form.text("size")
    command = AnnounceAttachment(
        form.text("filename")[:LONGEST_NAME],
        form.text("content_type")[:LONGEST_NAME],
        int(size) if re.fullmatch(r"[0-9]{1,12}", size) else 0,
        draft_id=writing.draft.id,
    )
    try:
        upload = (await _announce(writing, command)).upload
    except (AttachmentRefused, StorageUnavailable) as refusal:
        fault = _fault(refusal).speak(language_of(writing.visit.request.scope))
        return JSONResponse({"fault": fault}, 422)
    return JSONResponse({"url": upload.url, "fields": upload.fields}, 201)


async def _announce(writing: Writing, command: AnnounceAttachment) -> AnnouncedAttachment:
    parts = writing.visit.parts
    return await announce_attachment(
        command,
        writing.visit.store,
        storage=parts.storage,
        buckets=parts.buckets,
        chance=parts.ground.chance,
    )


def _fault(refusal: AttachmentRefused | StorageUnavailable) -> Text:
    if isinstance(refusal, AttachmentRefused):
        return ATTACHMENT_FAULT[refusal.fault]
    return _UNAVAILABLE


def _announcement(kind: str, writing: Writing) -> AnnounceAttachment:
    """A file whose name nobody knows yet: it is called after its kind."""
    known = next((found for found in FileKind if found.value == kind), None)
    stem = "document" if known in (FileKind.PDF, FileKind.DOCX) else "photo"
    filename = f"{stem}.{EXTENSIONS[known][0]}" if known else "?"
    return AnnounceAttachment(filename, kind, MOST_BYTES, draft_id=writing.draft.id)


async def _page(writing: Writing, *, errors: Mapping[str, Text] | None = None) -> Response:
    visit, draft = writing.visit, writing.draft
    notice = None
    try:
        files = await complete_draft_files(
            draft.id, visit.store, storage=visit.parts.storage, buckets=visit.parts.buckets
        )
    except StorageUnavailable:
        files, notice = await visit.store.attachments.of_draft(draft.id), _UNAVAILABLE
    return writing.show(
        "files.html",
        Step.FILES,
        errors=errors,
        files=[(file, ATTACHMENT_STATE[file.state], _why(file)) for file in files],
        prompts=writing.trail.prompts,
        kinds=KINDS,
        accept=",".join(f".{found}" for each in EXTENSIONS.values() for found in each),
        is_checking=any(file.state is AttachmentState.UPLOADED for file in files),
        notice=notice,
    )


def _why(file: Attachment) -> Text | None:
    return ATTACHMENT_FAULT[file.fault] if file.fault else None
