"""The consumer said whether the company kept its promise."""

from agent_analytics.domain.timeline import Entry, Happening
from agent_analytics.handlers.learn_fact import learn_fact
from agent_analytics.store import Store
from common.contracts.intake import PromiseReviewed


async def record_promise_review(event: PromiseReviewed, store: Store) -> None:
    """Every word of the consumer's stays in the story; nothing else changes."""
    detail = {"outcome": event.outcome.value}
    if event.comment:
        detail["comment"] = event.comment
    await learn_fact(
        event.report_id,
        store,
        change=lambda history: history,
        entry=Entry(Happening.PROMISE_REVIEWED, str(event.version), event.reviewed_at, detail),
    )
