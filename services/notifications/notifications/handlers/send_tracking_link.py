"""Send the tracking link again, to the address that was proved."""

from common.contracts.intake import TrackingLinkRequested
from notifications.domain.messages import TrackingLink
from notifications.handlers.known_consumer import lock_known_consumer, to_consumer
from notifications.store import Store


async def send_tracking_link(event: TrackingLinkRequested, store: Store) -> None:
    consumer = await lock_known_consumer(event.report_id, store)
    if consumer is None:
        return
    message = TrackingLink(
        first_name=consumer.first_name,
        reference=consumer.reference,
        tracking_url=consumer.tracking_url,
    )
    await store.deliveries.plan(
        to_consumer(consumer, message, report_id=event.report_id, version=event.version)
    )
