"""The consumer adds files to a report that is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from common.contracts.intake import AttachmentCleared
from common.ids import Chance
from common.secrets import digest
from common.storage import ObjectStorage
from intake.domain.attachment import (
    Attachment,
    AttachmentFault,
    AttachmentRefused,
    AttachmentState,
    FileKind,
    check_size,
    check_together_in_a_life,
    parse_announcement,
)
from intake.domain.buckets import Buckets
from intake.domain.tracking import OPEN, Fact, FactKind, Producer, refuse_unless, track
from intake.handlers.check_attachment import cleared
from intake.handlers.erase_report import objects_of
from intake.store import Store


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where files are put, and what names them."""

    storage: ObjectStorage
    buckets: Buckets
    chance: Chance


async def attach_files(report_id: UUID, keys: Sequence[UUID], store: Store) -> None:
    """Give the report files that were uploaded beforehand, by the keys that their sender has.

    Raises `UnknownReport`, `NotNow` once the report is closed, `AttachmentRefused`.
    """
    await _open_report(report_id, store)
    digests = {digest(str(key)) for key in keys}
    found = await store.attachments.lock_unattached(sorted(digests), draft_id=None)
    if len(found) < len(digests):
        raise AttachmentRefused(AttachmentFault.UNKNOWN)
    for file in found:
        if file.fault is not None:
            raise AttachmentRefused(file.fault)
        if not file.is_arrived:
            raise AttachmentRefused(AttachmentFault.NOT_UPLOADED)
    await _refuse_too_much(report_id, [file.size for file in found], store)
    await store.attachments.attach([file.id for file in found], report_id)
    await _note(report_id, store, count=len(found))
    for file in found:
        if file.clean is not None:
            version = await store.reports.next_version(report_id)
            payload = cleared(file, file.clean)
            store.publish(
                AttachmentCleared(report_id=report_id, version=version, attachment=payload)
            )


async def await_file(
    report_id: UUID, kind: FileKind, filename: str, store: Store, *, shelf: Shelf, size: int
) -> UUID:
    """Expect one file from a browser without script; one that never came before is given up.

    Raises `UnknownReport`, `NotNow` once the report is closed, `AttachmentRefused`.
    """
    await _open_report(report_id, store)
    name, _ = parse_announcement(filename, kind.value, size=size)
    await give_up_awaited(report_id, store, buckets=shelf.buckets)
    await _refuse_too_much(report_id, [1], store)
    attachment = Attachment(
        id=store.new_id(),
        filename=name,
        kind=kind,
        size=size,
        state=AttachmentState.PENDING,
        quarantine_key=f"uploads/{shelf.chance.token_bytes(16).hex()}",
    )
    # Nobody is given this key: the session stands for it.
    key = digest(shelf.chance.token_bytes(16).hex())
    await store.attachments.add(attachment, key_digest=key, draft_id=None)
    await store.attachments.attach([attachment.id], report_id)
    return attachment.id


async def take_awaited(report_id: UUID, store: Store, *, shelf: Shelf) -> None:
    """Note that the awaited file has arrived, so that it is checked; doing it again is nothing.

    Raises `UnknownReport`, `NotNow`, and `AttachmentRefused` when it is not there or too much.
    """
    await _open_report(report_id, store)
    awaited = [
        file
        for file in await store.attachments.of_report(report_id)
        if file.state is AttachmentState.PENDING
    ]
    for file in awaited:
        uploaded = await shelf.storage.head(shelf.buckets.quarantine, file.quarantine_key)
        if uploaded is None:
            raise AttachmentRefused(AttachmentFault.NOT_THERE)
        check_size(uploaded.size)
        await _refuse_too_much(report_id, [uploaded.size], store)
        await store.attachments.mark_uploaded(file.id, size=uploaded.size)
    if awaited:
        await _note(report_id, store, count=len(awaited))


async def give_up_awaited(report_id: UUID, store: Store, *, buckets: Buckets) -> None:
    """Forget what was announced and never confirmed, with whatever was uploaded of it."""
    files = await store.attachments.of_report(report_id)
    awaited = [file for file in files if file.state is AttachmentState.PENDING]
    await store.doomed_objects.add(
        [found for file in awaited for found in objects_of(file, buckets, report_id=report_id)]
    )
    await store.attachments.remove([file.id for file in awaited])


async def _open_report(report_id: UUID, store: Store) -> None:
    await store.reports.lock(report_id)
    refuse_unless(track(await store.facts.of_report(report_id)), OPEN)


async def _refuse_too_much(report_id: UUID, sizes: Sequence[int], store: Store) -> None:
    files = await store.attachments.of_report(report_id)
    check_together_in_a_life([*(file.size for file in files if file.is_arrived), *sizes])


async def _note(report_id: UUID, store: Store, *, count: int) -> None:
    version = await store.reports.next_version(report_id)
    fact = Fact(
        producer=Producer.INTAKE,
        version=version,
        kind=FactKind.ATTACHED,
        at=store.clock.now(),
        details={"count": count},
    )
    await store.facts.add(report_id, fact)
