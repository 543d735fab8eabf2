"""The consumer takes the report back while it is open."""

from uuid import UUID

from common.contracts.intake import ReportWithdrawn
from intake.domain.tracking import OPEN, Fact, FactKind, Producer, refuse_unless, track
from intake.store import Store


async def withdraw_report(report_id: UUID, store: Store) -> None:
    """Raises `UnknownReport`, and `NotNow` once the report is closed."""
    report = await store.reports.lock(report_id)
    refuse_unless(track(await store.facts.of_report(report_id)), OPEN)
    now = store.clock.now()
    version = report.version + 1
    await store.reports.next_version(report_id)
    await store.reports.mark_withdrawn(report_id, at=now)
    await store.facts.add(
        report_id,
        Fact(producer=Producer.INTAKE, version=version, kind=FactKind.WITHDRAWN, at=now),
    )
    store.publish(ReportWithdrawn(report_id=report_id, version=version, withdrawn_at=now))
    store.audit(
        "report_withdrawn", actor="consumer", object_kind="report", object_id=str(report_id)
    )
