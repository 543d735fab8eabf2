"""The consumer has the report erased, here and at every other service."""

from datetime import datetime
from uuid import UUID

from common.contracts.intake import ReportErased
from intake.domain.attachment import Attachment
from intake.domain.buckets import Buckets
from intake.store import Store
from intake.store.objects import DoomedObject


async def erase_report(report_id: UUID, store: Store, *, buckets: Buckets) -> datetime:
    """When it was erased. Rows go now, files as soon as the storage answers.

    A tombstone stays, so that no late event brings the report back and the tracking link can
    say what became of it. Raises `UnknownReport`.
    """
    report = await store.reports.lock(report_id)
    now = store.clock.now()
    version = report.version + 1
    files = await store.attachments.of_report(report_id)
    await store.doomed_objects.add(
        [found for file in files for found in objects_of(file, buckets, report_id=report_id)]
    )
    await store.erasures.add(report, version=version, at=now)
    await store.reports.remove(report_id)
    store.publish(ReportErased(report_id=report_id, version=version, erased_at=now))
    store.audit("report_erased", actor="consumer", object_kind="report", object_id=str(report_id))
    return now


def objects_of(
    attachment: Attachment, buckets: Buckets, *, report_id: UUID | None
) -> list[DoomedObject]:
    """Everything that the storage may hold of a file."""
    found = [DoomedObject(buckets.quarantine, attachment.quarantine_key, report_id)]
    if attachment.clean is not None:
        found.append(DoomedObject(buckets.clean, attachment.clean.storage_key, report_id))
    return found
