"""A mail or a letter about a report left, or did not."""

from agent_analytics.domain.timeline import Entry, Happening
from agent_analytics.handlers.learn_fact import learn_fact
from agent_analytics.store import Store
from common.contracts.notifications import DeliveryEnded


async def record_delivery(event: DeliveryEnded, store: Store) -> None:
    """Tell it in the report's story; a delivery about no report is no matter of ours."""
    if event.report_id is None:
        return
    detail = {
        "channel": event.channel.value,
        "kind": event.kind,
        "state": event.state.value,
    }
    await learn_fact(
        event.report_id,
        store,
        change=lambda history: history,
        entry=Entry(Happening.DELIVERED, str(event.delivery_id), event.ended_at, detail),
    )
