"""What the tracking page shows, read in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from common.unit_of_work import UnitOfWork
from intake.domain.attachment import Attachment
from intake.domain.tracking import Tracking, track
from intake.domain.wording import Lang
from intake.store.attachments import Attachments
from intake.store.facts import Facts
from intake.store.tables import ReportRow


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedReport:
    """A report as its consumer sees it, without who they are."""

    id: UUID
    reference: str
    lang: Lang
    category_labels: tuple[str, ...]
    description: str
    observed_on: date
    target: dict[str, Any]
    share_identity: bool
    submitted_at: datetime
    tracking: Tracking
    attachments: Sequence[Attachment]


async def tracked_report(store: UnitOfWork, report_id: UUID) -> TrackedReport | None:
    """The report with its state and timeline; None when it is unknown or erased."""
    found = await (await store.connection()).execute(
        select(
            ReportRow.reference,
            ReportRow.lang,
            ReportRow.category_labels,
            ReportRow.description,
            ReportRow.observed_on,
            ReportRow.target,
            ReportRow.share_identity,
            ReportRow.submitted_at,
        ).where(ReportRow.id == report_id)
    )
    row = found.one_or_none()
    if row is None:
        return None
    return TrackedReport(
        id=report_id,
        reference=row.reference,
        lang="en" if row.lang == "en" else "fr",
        category_labels=tuple(row.category_labels),
        description=row.description,
        observed_on=row.observed_on,
        target=row.target,
        share_identity=row.share_identity,
        submitted_at=row.submitted_at,
        tracking=track(await Facts(store).of_report(report_id)),
        attachments=await Attachments(store).of_report(report_id),
    )
