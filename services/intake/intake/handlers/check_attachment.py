"""Look into an uploaded file: scan it, rebuild it, and put the rebuilt one among the clean."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from common.contracts.intake import AttachmentCleared
from common.contracts.report import Attachment as AttachmentPayload
from common.ids import Chance
from common.storage import NoSuchObject, ObjectStorage, StorageUnavailable
from intake.domain.attachment import (
    CHECK_PAUSE,
    MOST_BYTES,
    MOST_CHECKS,
    Attachment,
    AttachmentFault,
    AttachmentRefused,
    AttachmentState,
    CleanFile,
    check_size,
    kind_of,
)
from intake.domain.buckets import Buckets
from intake.ports import (
    Antivirus,
    AntivirusUnavailable,
    FileInspector,
    InspectionUnavailable,
)
from intake.store import Store
from intake.store.objects import DoomedObject


@dataclass(frozen=True, slots=True)
class Checker:
    """What a check needs beside the store."""

    storage: ObjectStorage
    antivirus: Antivirus
    inspector: FileInspector
    buckets: Buckets
    chance: Chance


async def check_next_attachment(open_store: Callable[[], Store], checker: Checker) -> int:
    """Check the file that has waited longest; 0 when none waits, else 1.

    The file is leased first, looked into outside any transaction, and its verdict written after:
    a checker that dies leaves a lease that runs out. A file that kills its checkers is refused.
    Without a verdict of the antivirus no file is clean: it waits.
    """
    async with open_store() as store:
        leased = await store.attachments.lease_next()
    if leased is None:
        return 0
    try:
        clean = await _check(leased, checker)
    except AttachmentRefused as refusal:
        await _reject(leased, refusal.fault, open_store, checker=checker)
    except (AntivirusUnavailable, InspectionUnavailable, StorageUnavailable):
        async with open_store() as store:
            until = store.clock.now() + CHECK_PAUSE
            await store.attachments.postpone_check(leased.id, until=until)
    else:
        await _keep(leased, clean, open_store, checker=checker)
    return 1


async def _check(leased: Attachment, checker: Checker) -> CleanFile:
    """Raises `AttachmentRefused`, or what says that no verdict could be had."""
    if leased.checks > MOST_CHECKS:
        raise AttachmentRefused(AttachmentFault.UNCHECKABLE)
    bucket = checker.buckets.quarantine
    try:
        content = await checker.storage.get(bucket, leased.quarantine_key, max_bytes=MOST_BYTES)
    except NoSuchObject:
        raise AttachmentRefused(AttachmentFault.NOT_THERE) from None
    check_size(len(content))
    if await checker.antivirus.finds(content) is not None:
        raise AttachmentRefused(AttachmentFault.INFECTED)
    if kind_of(content[:16]) is not leased.kind:
        raise AttachmentRefused(AttachmentFault.CONTENT_DISAGREES)
    rebuilt = await checker.inspector.rebuild(content, leased.kind)
    storage_key = f"files/{checker.chance.token_bytes(24).hex()}"
    await checker.storage.put(
        checker.buckets.clean, storage_key, rebuilt.content, content_type=rebuilt.kind.value
    )
    return CleanFile(
        storage_key,
        kind=rebuilt.kind,
        size=len(rebuilt.content),
        sha256=sha256(rebuilt.content).hexdigest(),
    )


async def _reject(
    leased: Attachment,
    fault: AttachmentFault,
    open_store: Callable[[], Store],
    *,
    checker: Checker,
) -> None:
    async with open_store() as store:
        found = await store.attachments.lock(leased.id)
        if found is None or found.state is not AttachmentState.UPLOADED:
            return
        await store.attachments.mark_rejected(found.id, fault)
        await store.doomed_objects.add([_quarantined(found, checker)])
        store.audit(
            "attachment_rejected",
            actor="intake",
            object_kind="attachment",
            object_id=str(found.id),
            fault=fault.value,
        )


async def _keep(
    leased: Attachment,
    clean: CleanFile,
    open_store: Callable[[], Store],
    *,
    checker: Checker,
) -> None:
    """Record the clean file, and tell the others when a report already holds it.

    The file may have been removed, or checked by another, meanwhile: then ours must go.
    """
    async with open_store() as store:
        found = await store.attachments.lock(leased.id)
        if found is None or found.state is not AttachmentState.UPLOADED:
            await store.doomed_objects.add([DoomedObject(checker.buckets.clean, clean.storage_key)])
            return
        await store.attachments.mark_clean(found.id, clean)
        await store.doomed_objects.add([_quarantined(found, checker)])
        if found.report_id is not None:
            version = await store.reports.next_version(found.report_id)
            store.publish(
                AttachmentCleared(
                    report_id=found.report_id,
                    version=version,
                    attachment=cleared(found.after_check(clean), clean),
                )
            )


def cleared(attachment: Attachment, clean: CleanFile) -> AttachmentPayload:
    """What the other services are told of a clean file."""
    return AttachmentPayload(
        attachment_id=attachment.id,
        filename=attachment.shown_filename,
        content_type=clean.kind.value,
        size=clean.size,
        sha256=clean.sha256,
        storage_key=clean.storage_key,
    )


def _quarantined(attachment: Attachment, checker: Checker) -> DoomedObject:
    return DoomedObject(checker.buckets.quarantine, attachment.quarantine_key, attachment.report_id)
