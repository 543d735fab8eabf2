"""What the tracking page shows, read in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from common.unit_of_work import UnitOfWork
from intake.domain.attachment import Attachment
from intake.domain.outlook import CROWD_WINDOW, LARGEST_CROWD
from intake.domain.targets import TargetKind
from intake.domain.tracking import Tracking, track
from intake.domain.wording import Lang
from intake.store.attachments import Attachments
from intake.store.facts import Facts
from intake.store.tables import ReportRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the page after the sending adapts itself to."""

    reference: str
    path: tuple[str, ...]
    tree_version: int
    target_kind: TargetKind
    wishes_advice: bool
    others: int


async def receipt_of(store: UnitOfWork, secret_digest: bytes) -> Receipt | None:
    """The report of a tracking secret, just sent; None when it is gone."""
    found = await (await store.connection()).execute(
        select(
            ReportRow.reference,
            ReportRow.category,
            ReportRow.subcategories,
            ReportRow.tree_version,
            ReportRow.target,
            ReportRow.target_identity,
            ReportRow.wish,
            ReportRow.email_digest,
        ).where(ReportRow.secret_digest == secret_digest)
    )
    row = found.one_or_none()
    if row is None:
        return None
    others = await count_others(
        store, row.category, target_identity=row.target_identity, person=row.email_digest
    )
    return Receipt(
        reference=row.reference,
        path=(row.category, *row.subcategories),
        tree_version=row.tree_version,
        target_kind=TargetKind(row.target["kind"]),
        wishes_advice=row.wish == "advice",
        others=others,
    )


async def count_others(
    store: UnitOfWork, category: str, *, target_identity: str | None, person: bytes
) -> int:
    """How many other people told of the same company and category lately, a thousand at most."""
    if target_identity is None:
        return 0
    others = (
        select(ReportRow.email_digest)
        .where(
            ReportRow.target_identity == target_identity,
            ReportRow.category == category,
            ReportRow.submitted_at > store.clock.now() - CROWD_WINDOW,
            ReportRow.withdrawn_at.is_(None),
            ReportRow.email_digest != person,
        )
        .distinct()
        .limit(LARGEST_CROWD)
        .subquery()
    )
    counted = await (await store.connection()).scalar(select(func.count()).select_from(others))
    return counted or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedReport:
    """A report as its consumer sees it, without who they are."""

    id: UUID
    reference: str
    lang: Lang
    category: str
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
            ReportRow.category,
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
        category=row.category,
        category_labels=tuple(row.category_labels),
        description=row.description,
        observed_on=row.observed_on,
        target=row.target,
        share_identity=row.share_identity,
        submitted_at=row.submitted_at,
        tracking=track(await Facts(store).of_report(report_id)),
        attachments=await Attachments(store).of_report(report_id),
    )
