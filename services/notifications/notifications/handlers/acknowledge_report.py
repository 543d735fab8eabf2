"""Tell the consumer that the report is kept, and give back what it says."""

from common.contracts.intake import ReportSubmitted
from common.contracts.report import Wish
from notifications.domain.messages import Acknowledgement
from notifications.handlers.known_consumer import lock_known_consumer, to_consumer
from notifications.store import Store


async def acknowledge_report(event: ReportSubmitted, store: Store) -> None:
    consumer = await lock_known_consumer(event.report_id, store)
    if consumer is None:
        return
    content = event.content
    message = Acknowledgement(
        first_name=consumer.first_name,
        reference=consumer.reference,
        tracking_url=consumer.tracking_url,
        category=content.category_labels,
        observed_on=content.observed_on,
        description=content.description,
        attachment_count=content.attachment_count,
        is_advice=content.wish is Wish.ADVICE,
    )
    await store.deliveries.plan(to_consumer(consumer, message, report_id=event.report_id))
