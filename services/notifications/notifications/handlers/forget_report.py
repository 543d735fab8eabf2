"""Erase what is held of a report's people, and prove it."""

from common.contracts.intake import ReportErased
from common.contracts.notifications import ReportForgotten
from common.storage import ObjectStorage
from notifications.handlers.announce_endings import announce_endings
from notifications.store import Store


async def forget_report(
    event: ReportErased, store: Store, *, storage: ObjectStorage, bucket: str
) -> None:
    """What has left cannot be called back; what waits is emptied, and a tombstone stays.

    Sheets of letters about the report go too, printed or not; they never held anything of the
    consumer but the report's reference and subject.
    """
    report = await store.reports.lock(event.report_id)
    if report.is_erased:
        return
    await store.reports.forget(event.report_id)
    endings = [
        *await store.deliveries.erase(event.report_id),
        *await store.letters.call_off_void(),
    ]
    announce_endings(store, endings)
    if report.consumer is not None:
        keys = await store.letters.keys_about(report.consumer.reference)
        await storage.delete(bucket, *keys)
    store.publish(
        ReportForgotten(
            report_id=event.report_id, version=event.version, forgotten_at=store.clock.now()
        )
    )
