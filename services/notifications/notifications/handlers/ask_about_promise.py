"""Ask the consumer whether the company kept its promise."""

from common.contracts.company_portal import PromiseCheckFellDue
from notifications.domain.messages import PromiseCheck
from notifications.handlers.announce_endings import announce_endings
from notifications.handlers.known_consumer import lock_known_consumer, to_consumer
from notifications.store import Store


async def ask_about_promise(event: PromiseCheckFellDue, store: Store) -> None:
    consumer = await lock_known_consumer(event.report_id, store)
    if consumer is None:
        return
    message = PromiseCheck(
        first_name=consumer.first_name,
        reference=consumer.reference,
        tracking_url=consumer.tracking_url,
        promised_on=event.promised_on,
    )
    await store.deliveries.plan(
        to_consumer(consumer, message, report_id=event.report_id, version=event.version)
    )
    report = await store.reports.lock(event.report_id)
    announce_endings(
        store, await store.deliveries.call_off_overtaken(event.report_id, report.course)
    )
