"""Stop following a report whose case the portal closed: it leaves the triage queue."""

from common.contracts.company_portal import CaseClosed
from common.messaging.subscription import Later
from routing.domain.report import closed
from routing.store import Store


async def drop_closed_report(event: CaseClosed, store: Store) -> None:
    report = await store.reports.get(event.report_id)
    if report is None:
        raise Later("the report has not been submitted here yet")
    after = closed(report, portal_version=event.version)
    if after is not None:
        await store.reports.keep(after)
