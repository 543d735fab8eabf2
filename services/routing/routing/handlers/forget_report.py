"""Erase what routing holds of a report, and prove it."""

from common.contracts.intake import ReportErased
from common.contracts.routing import ReportForgotten
from routing.domain.report import Stage, erased
from routing.store import Store


async def forget_report(event: ReportErased, store: Store) -> None:
    """Leave a tombstone, even of a report not heard of yet: its submission may still arrive."""
    known = await store.reports.get(event.report_id)
    if known is not None and known.stage is Stage.ERASED:
        return
    tombstone = erased(event.report_id)
    if known is None:
        await store.reports.add(tombstone, None)
    else:
        await store.reports.keep(tombstone)
        await store.decisions.forget(event.report_id)
        await store.facts.forget(event.report_id)
        await store.desk.forget(event.report_id)
    store.publish(
        ReportForgotten(
            report_id=event.report_id,
            version=(known.version if known else 0) + 1,
            forgotten_at=store.clock.now(),
        )
    )
