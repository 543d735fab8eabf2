"""A report is erased: nothing of a person may remain, and the others are told so."""

from agent_analytics.handlers.learn_fact import learn_fact
from agent_analytics.store import Store
from common.contracts.agent_analytics import ReportForgotten
from common.contracts.intake import ReportErased


async def forget_report(event: ReportErased, store: Store) -> None:
    """Delete texts, identity, files’ names and the story; the count stays, without a person.

    The row that remains says that the report was erased: a fact that arrives late brings
    nothing back.
    """
    if (await store.histories.lock(event.report_id)).is_erased:
        return
    await learn_fact(
        event.report_id, store, change=lambda history: history.erased(event.erased_at), entry=None
    )
    await store.timeline.erase(event.report_id)
    await store.enclosures.erase(event.report_id)
    store.publish(
        ReportForgotten(report_id=event.report_id, version=1, forgotten_at=store.clock.now())
    )
