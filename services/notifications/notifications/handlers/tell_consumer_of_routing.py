"""Tell the consumer when no company gets the report, for now or for good."""

from common.contracts.routing import ReportNotTransmitted, ReportTriaged
from notifications.domain.messages import NotTransmitted, Triaged
from notifications.handlers.known_consumer import lock_known_consumer, to_consumer
from notifications.store import Store

FIRST_DECISION = 1


async def tell_consumer_of_triage(event: ReportTriaged, store: Store) -> None:
    """Only the first decision is told: later ones follow a refusal, which was told."""
    if event.version > FIRST_DECISION:
        return
    consumer = await lock_known_consumer(event.report_id, store)
    if consumer is None:
        return
    message = Triaged(
        first_name=consumer.first_name,
        reference=consumer.reference,
        tracking_url=consumer.tracking_url,
    )
    await store.deliveries.plan(to_consumer(consumer, message, report_id=event.report_id))


async def tell_consumer_of_no_transmission(event: ReportNotTransmitted, store: Store) -> None:
    consumer = await lock_known_consumer(event.report_id, store)
    if consumer is None:
        return
    message = NotTransmitted(
        first_name=consumer.first_name,
        reference=consumer.reference,
        tracking_url=consumer.tracking_url,
        reason=event.reason.value,
    )
    await store.deliveries.plan(to_consumer(consumer, message, report_id=event.report_id))
