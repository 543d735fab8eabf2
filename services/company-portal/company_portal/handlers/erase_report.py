"""A report must be forgotten, with everything said about it."""

from common.contracts.company_portal import ReportForgotten
from common.contracts.intake import ReportErased
from company_portal.store import Store


async def erase_report(erased: ReportErased, store: Store) -> None:
    """Delete the report, its people, its case and its answers; keep only that it was erased."""
    if not await store.reports.take_turn(erased.report_id):
        return
    case = await store.cases.lock(erased.report_id)
    now = store.clock.now()
    await store.consumer_facts.forget(erased.report_id)
    await store.thread.forget(erased.report_id)
    await store.schedule.forget(erased.report_id)
    await store.reports.erase(erased.report_id, at=now)
    store.publish(
        ReportForgotten(
            report_id=erased.report_id,
            version=1 if case is None else case.version + 1,
            forgotten_at=now,
        )
    )
