"""Intake said who filed a report: agents may see it, on the report's page only."""

from agent_analytics.domain.enclosures import Consumer
from agent_analytics.store import Store
from common.contracts.intake import ConsumerIdentified


async def record_consumer(event: ConsumerIdentified, store: Store) -> None:
    """Keep the newest identity; the secret tracking address is not kept at all."""
    history = await store.histories.lock(event.report_id)
    if history.is_erased:
        return
    await store.enclosures.identify(
        event.report_id,
        Consumer(
            version=event.version,
            first_name=event.first_name,
            last_name=event.last_name,
            email=event.email,
            phone=event.phone,
            lang=event.lang,
        ),
    )
