"""Stop following a report that the consumer took back."""

from common.contracts.intake import ReportWithdrawn
from common.messaging.subscription import Later
from routing.domain.report import withdrawn
from routing.store import Store


async def drop_withdrawn_report(event: ReportWithdrawn, store: Store) -> None:
    report = await store.reports.get(event.report_id)
    if report is None:
        raise Later("the report has not been submitted here yet")
    after = withdrawn(report)
    if after is not None:
        await store.reports.keep(after)
