"""The consumer says whether the company kept its promise."""

from uuid import UUID

from common.contracts.intake import PromiseReviewed
from common.contracts.report import PromiseOutcome
from intake.domain.tracking import Fact, FactKind, Producer, Status, refuse_unless, track
from intake.store import Store

PROMISED = frozenset({Status.PROMISED})


async def review_promise(
    report_id: UUID, store: Store, *, outcome: PromiseOutcome, comment: str | None
) -> None:
    """A later word replaces an earlier one.

    Raises `UnknownReport`, and `NotNow` when nothing is promised.
    """
    report = await store.reports.lock(report_id)
    refuse_unless(track(await store.facts.of_report(report_id)), PROMISED)
    reviewed = PromiseReviewed(
        report_id=report_id,
        version=report.version + 1,
        outcome=outcome,
        comment=comment,
        reviewed_at=store.clock.now(),
    )
    await store.reports.next_version(report_id)
    await store.facts.add(
        report_id,
        Fact(
            producer=Producer.INTAKE,
            version=reviewed.version,
            kind=FactKind.PROMISE_REVIEWED,
            at=reviewed.reviewed_at,
            details={"outcome": outcome.value, "comment": comment},
        ),
    )
    store.publish(reviewed)
