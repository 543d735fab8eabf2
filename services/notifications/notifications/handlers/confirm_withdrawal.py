"""Confirm to the consumer that the report is taken back, and stop what was about to leave."""

from common.contracts.intake import ReportWithdrawn
from notifications.domain.messages import Withdrawn
from notifications.handlers.announce_endings import announce_endings
from notifications.handlers.known_consumer import lock_known_consumer, to_consumer
from notifications.store import Store


async def confirm_withdrawal(event: ReportWithdrawn, store: Store) -> None:
    consumer = await lock_known_consumer(event.report_id, store)
    if consumer is None:
        return
    await store.reports.withdraw(event.report_id)
    message = Withdrawn(
        first_name=consumer.first_name,
        reference=consumer.reference,
        tracking_url=consumer.tracking_url,
    )
    await store.deliveries.plan(to_consumer(consumer, message, report_id=event.report_id))
    report = await store.reports.lock(event.report_id)
    announce_endings(
        store, await store.deliveries.call_off_overtaken(event.report_id, report.course)
    )
