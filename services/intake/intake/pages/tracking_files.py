"""More files for a report that is followed: one at a time, without script."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from common.http.language import Text
from common.storage import StorageUnavailable
from intake.domain.attachment import (
    EXTENSIONS,
    MOST_BYTES,
    AttachmentRefused,
    AttachmentState,
    FileKind,
)
from intake.domain.tracking import OPEN, NotNow
from intake.handlers.add_files import Shelf, await_file, give_up_awaited, take_awaited
from intake.handlers.renew_upload import renew_upload
from intake.labels.faults import ATTACHMENT_FAULT
from intake.labels.tracking import ATTACHMENT_STATE
from intake.pages.files import KINDS
from intake.pages.shell import Following, FollowingDep, NoTrackingSession, see
from intake.store.queries import tracked_report

router = APIRouter(include_in_schema=False)

_PATH = "/tracking/files"
_UNAVAILABLE = Text(
    "Les fichiers ne peuvent pas être reçus pour le moment. Réessayez dans quelques minutes.",
    "Files cannot be received for now. Try again in a few minutes.",
)


@router.get(_PATH)
async def show_files(following: FollowingDep) -> Response:
    return await _page(following)


@router.post(_PATH)
async def announce(following: FollowingDep) -> Response:
    """Choose the kind here, the file on the next page."""
    form = await following.form()
    kind = next((found for found in FileKind if found.value == form.text("kind")), None)
    if kind is None:
        fault = Text("Choisissez la sorte de fichier.", "Choose the kind of file.")
        return await _page(following, errors={"kind": fault})
    stem = "document" if kind is FileKind.PDF else "photo"
    filename = f"{stem}.{EXTENSIONS[kind][0]}"
    shelf, store = _shelf(following), following.visit.store
    try:
        attachment_id = await await_file(
            following.report_id, kind, filename, store, shelf=shelf, size=MOST_BYTES
        )
    except AttachmentRefused as refusal:
        return await _page(following, errors={"kind": ATTACHMENT_FAULT[refusal.fault]})
    except NotNow:
        return see("/tracking/report")
    return see(f"{_PATH}/{attachment_id}")


@router.get(f"{_PATH}/{{attachment_id}}")
async def choose(attachment_id: UUID, following: FollowingDep) -> Response:
    """A plain form that posts the file to the storage and comes back."""
    visit = following.visit
    files = await visit.store.attachments.of_report(following.report_id)
    found = next((file for file in files if file.id == attachment_id), None)
    if found is None or found.state is not AttachmentState.PENDING:
        return see(_PATH)
    try:
        upload = await renew_upload(
            found,
            storage=visit.parts.storage,
            buckets=visit.parts.buckets,
            returns_to=f"{visit.parts.http.public_url.rstrip('/')}{_PATH}",
        )
    except StorageUnavailable:
        return await _page(following, errors={"kind": _UNAVAILABLE})
    accept = ",".join(f".{extension}" for extension in EXTENSIONS[found.kind])
    return visit.show("tracking_upload.html", upload=upload, accept=accept)


@router.post(f"{_PATH}/arrival")
async def confirm(following: FollowingDep) -> Response:
    """The browser came back from the storage: the file is there, or it is given up."""
    form = await following.form()
    visit = following.visit
    if form.text("give_up"):
        await give_up_awaited(following.report_id, visit.store, buckets=visit.parts.buckets)
        return see(_PATH)
    try:
        await take_awaited(following.report_id, visit.store, shelf=_shelf(following))
    except AttachmentRefused as refusal:
        return await _page(following, errors={"kind": ATTACHMENT_FAULT[refusal.fault]})
    except StorageUnavailable:
        return await _page(following, errors={"kind": _UNAVAILABLE})
    except NotNow:
        pass
    return see("/tracking/report")


def _shelf(following: Following) -> Shelf:
    parts = following.visit.parts
    return Shelf(parts.storage, parts.buckets, parts.ground.chance)


async def _page(following: Following, *, errors: dict[str, Text] | None = None) -> Response:
    visit = following.visit
    report = await tracked_report(visit.store, following.report_id)
    if report is None:
        raise NoTrackingSession
    if report.tracking.status not in OPEN:
        return see("/tracking/report")
    files = report.attachments
    return visit.show(
        "tracking_files.html",
        status=422 if errors else 200,
        files=[(file.shown_filename, ATTACHMENT_STATE[file.state]) for file in files],
        awaited=[file for file in files if file.state is AttachmentState.PENDING],
        kinds=KINDS,
        csrf_token=following.csrf,
        errors=errors or {},
    )
