"""The consumer took the report back."""

from agent_analytics.domain.timeline import Entry, Happening
from agent_analytics.handlers.learn_fact import learn_fact
from agent_analytics.store import Store
from common.contracts.intake import ReportWithdrawn


async def record_withdrawal(event: ReportWithdrawn, store: Store) -> None:
    await learn_fact(
        event.report_id,
        store,
        change=lambda history: history.withdrawn(event.withdrawn_at),
        entry=Entry(Happening.WITHDRAWN, str(event.version), event.withdrawn_at),
    )
