"""Keep how to reach a report's consumer."""

from common.contracts.intake import ConsumerIdentified
from notifications.domain.report import Consumer
from notifications.handlers.announce_endings import announce_endings
from notifications.store import Store


async def remember_consumer(event: ConsumerIdentified, store: Store) -> None:
    """Only what messages say is kept: neither the last name nor the phone number."""
    report = await store.reports.lock(event.report_id)
    if report.is_erased:
        await store.reports.name(event.report_id, event.reference)
        announce_endings(store, await store.letters.call_off_void())
        return
    await store.reports.identify(
        event.report_id,
        Consumer(
            first_name=event.first_name,
            email=event.email,
            lang=event.lang,
            reference=event.reference,
            tracking_url=event.tracking_url,
        ),
        version=event.version,
    )
