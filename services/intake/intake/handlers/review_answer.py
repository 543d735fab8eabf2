"""The consumer rates the company's answer; a later rating replaces an earlier one."""

from uuid import UUID

from common.contracts.intake import AnswerReviewed
from common.contracts.report import Rating
from intake.domain.tracking import ANSWERED, Fact, FactKind, Producer, refuse_unless, track
from intake.store import Store

LONGEST_COMMENT = 2000


async def review_answer(
    report_id: UUID, store: Store, *, rating: Rating, comment: str | None
) -> None:
    """Raises `UnknownReport`, and `NotNow` while there is no answer to rate."""
    report = await store.reports.lock(report_id)
    refuse_unless(track(await store.facts.of_report(report_id)), ANSWERED)
    now = store.clock.now()
    version = report.version + 1
    await store.reports.next_version(report_id)
    await store.facts.add(
        report_id,
        Fact(
            producer=Producer.INTAKE,
            version=version,
            kind=FactKind.REVIEWED,
            at=now,
            details={"rating": rating.value, "comment": comment},
        ),
    )
    store.publish(
        AnswerReviewed(
            report_id=report_id, version=version, rating=rating, comment=comment, reviewed_at=now
        )
    )
