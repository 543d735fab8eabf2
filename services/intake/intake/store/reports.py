"""Reports as filed, and the people who filed them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ClauseElement, Text, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from common.db.plumbing import OutboxRow
from common.db.prepared import Prepared
from common.unit_of_work import UnitOfWork
from intake.domain.contact import Consumer
from intake.domain.repetition import WINDOW, Earlier
from intake.domain.report import Report, UnknownReport
from intake.store.tables import ConsumerRow, ReportRow

MOST_EARLIER = 20
_PERSON = ("first_name", "last_name", "email", "phone")
_REPORT = (
    "id",
    "reference",
    "version",
    "tree_version",
    "category",
    "subcategories",
    "category_labels",
    "tags",
    "replies",
    "description",
    "observed_on",
    "target",
    "target_identity",
    "share_identity",
    "wish",
    "lang",
    "publish_consent",
    "email_digest",
    "secret_digest",
    "submitted_at",
)


def _add() -> ClauseElement:
    """A report and who filed it in one statement: foreign keys are checked when it ends."""
    added = (
        insert(ReportRow)
        .values({name: bindparam(name) for name in _REPORT})
        .on_conflict_do_nothing(index_elements=[ReportRow.reference])
        .returning(ReportRow.id)
        .cte("added")
    )
    person = [bindparam(name, type_=Text()) for name in _PERSON]
    rows = select(added.c.id, *person)
    return (
        insert(ConsumerRow)
        .from_select(["report_id", *_PERSON], rows)
        .returning(ConsumerRow.report_id)
    )


# The path of every submission: built once, each is a noticeable share of its time.
_ADD = Prepared(_add())
_EARLIER = Prepared(
    select(ReportRow.reference, ReportRow.submitted_at)
    .where(
        ReportRow.email_digest == bindparam("person"),
        ReportRow.category == bindparam("of_category"),
        ReportRow.target_identity == bindparam("target"),
        ReportRow.submitted_at > bindparam("since"),
        ReportRow.withdrawn_at.is_(None),
    )
    .order_by(ReportRow.submitted_at.desc(), ReportRow.id)
    .limit(MOST_EARLIER)
)


@dataclass(frozen=True, slots=True)
class Filing:
    """What is kept of a submission beside the report: who, by which secret, when."""

    consumer: Consumer
    email_digest: bytes
    secret_digest: bytes
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class FiledReport:
    id: UUID
    reference: str
    version: int
    lang: str
    secret_digest: bytes


class Reports:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def add(self, report: Report, filing: Filing) -> bool:
        """Keep the report and who filed it; False when its reference is taken already."""
        row = _columns(report, filing) | {name: getattr(filing.consumer, name) for name in _PERSON}
        return bool(await _ADD.fetch(await self._store.connection(), row))

    async def earlier(
        self, email_digest: bytes, category: str, *, target_identity: str
    ) -> Sequence[Earlier]:
        """What a person reported about one company and category, withdrawn reports left out."""
        rows = await _EARLIER.fetch(
            await self._store.connection(),
            {
                "person": email_digest,
                "of_category": category,
                "target": target_identity,
                "since": self._store.clock.now() - WINDOW,
            },
        )
        return [Earlier(*row) for row in rows]

    async def lock(self, report_id: UUID) -> FiledReport:
        """The report, held against other deeds until this unit of work ends.

        Raises `UnknownReport`.
        """
        found = await (await self._store.connection()).execute(
            select(
                ReportRow.id,
                ReportRow.reference,
                ReportRow.version,
                ReportRow.lang,
                ReportRow.secret_digest,
            )
            .where(ReportRow.id == report_id)
            .with_for_update()
        )
        row = found.one_or_none()
        if row is None:
            raise UnknownReport
        return FiledReport(*row)

    async def next_version(self, report_id: UUID) -> int:
        """Count one more fact about a report that is there."""
        counted = await (await self._store.connection()).execute(
            update(ReportRow)
            .where(ReportRow.id == report_id)
            .values(version=ReportRow.version + 1)
            .returning(ReportRow.version)
        )
        return counted.scalar_one()

    async def mark_withdrawn(self, report_id: UUID, *, at: datetime) -> None:
        await (await self._store.connection()).execute(
            update(ReportRow).where(ReportRow.id == report_id).values(withdrawn_at=at)
        )

    async def of_secret(self, secret_digest: bytes) -> UUID | None:
        return await (await self._store.connection()).scalar(
            select(ReportRow.id).where(ReportRow.secret_digest == secret_digest)
        )

    async def of_person(self, email_digest: bytes, reference: str) -> UUID | None:
        """The report of that reference, if that person filed it."""
        return await (await self._store.connection()).scalar(
            select(ReportRow.id).where(
                ReportRow.reference == reference, ReportRow.email_digest == email_digest
            )
        )

    async def remove(self, report_id: UUID) -> None:
        """Delete the report with all that hangs on it, and its events still or long in the outbox.

        An event taken out before it left is no loss: the others get the erasure instead.
        """
        connection = await self._store.connection()
        await connection.execute(delete(ReportRow).where(ReportRow.id == report_id))
        await connection.execute(
            delete(OutboxRow).where(OutboxRow.subject == f"report/{report_id}")
        )


def _columns(report: Report, filing: Filing) -> dict[str, Any]:
    return {
        "id": report.id,
        "reference": report.reference,
        "version": 1,
        "tree_version": report.tree_version,
        "category": report.trail.keys[0],
        "subcategories": list(report.trail.keys[1:]),
        "category_labels": list(report.trail.labels(report.lang)),
        "tags": sorted(report.trail.tags),
        "replies": [list(reply) for reply in report.replies],
        "description": report.description,
        "observed_on": report.observed_on,
        "target": {"kind": report.target.kind, **report.target.details},
        "target_identity": report.target.identity,
        "share_identity": report.share_identity,
        "wish": "advice" if report.wishes_advice else "report",
        "lang": report.lang,
        "publish_consent": report.publish_consent,
        "email_digest": filing.email_digest,
        "secret_digest": filing.secret_digest,
        "submitted_at": filing.submitted_at,
    }
