"""What a report's page reads."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from agent_analytics.domain.enclosures import AuthorityMessage, Consumer, StoredFile
from agent_analytics.domain.history import History, Submission
from agent_analytics.domain.territory import Scope
from agent_analytics.domain.timeline import Entry, Happening
from agent_analytics.store.histories import history_of
from agent_analytics.store.queries import visible
from agent_analytics.store.tables import (
    AttachmentRow,
    AuthorityMessageRow,
    ConsumerRow,
    ReportRow,
    TimelineRow,
)
from common.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything about one report that was submitted and not erased, for its page."""

    history: History
    submission: Submission
    category: str
    timeline: tuple[Entry, ...]
    consumer: Consumer | None
    files: tuple[StoredFile, ...]
    messages: tuple[AuthorityMessage, ...]


async def read_dossier(work: UnitOfWork, report_id: UUID, *, scope: Scope) -> Dossier | None:
    """The report with all that belongs to it; None when unknown, erased or outside the scope."""
    connection = await work.connection()
    found = await connection.execute(
        select(ReportRow).where(ReportRow.report_id == report_id, *visible(scope))
    )
    row = found.mappings().one_or_none()
    if row is None:
        return None
    history = history_of(row)
    if history.submission is None or history.counted is None:
        return None
    return Dossier(
        history=history,
        submission=history.submission,
        category=history.counted.category,
        timeline=await _timeline(work, report_id),
        consumer=await _consumer(work, report_id),
        files=await _files(work, report_id),
        messages=await _messages(work, report_id),
    )


async def find_file(
    work: UnitOfWork, report_id: UUID, attachment_id: UUID, *, scope: Scope
) -> StoredFile | None:
    """The file of a report in the scope, or None."""
    found = await (await work.connection()).scalar(
        select(ReportRow.report_id).where(ReportRow.report_id == report_id, *visible(scope))
    )
    files = await _files(work, report_id) if found else ()
    return next((file for file in files if file.attachment_id == attachment_id), None)


async def _timeline(work: UnitOfWork, report_id: UUID) -> tuple[Entry, ...]:
    rows = await (await work.connection()).execute(
        select(TimelineRow.happening, TimelineRow.occurrence, TimelineRow.at, TimelineRow.detail)
        .where(TimelineRow.report_id == report_id)
        .order_by(TimelineRow.at, TimelineRow.happening, TimelineRow.occurrence)
    )
    return tuple(
        Entry(Happening(happening), occurrence, at, detail)
        for happening, occurrence, at, detail in rows
    )


async def _consumer(work: UnitOfWork, report_id: UUID) -> Consumer | None:
    rows = await (await work.connection()).execute(
        select(
            ConsumerRow.version,
            ConsumerRow.first_name,
            ConsumerRow.last_name,
            ConsumerRow.email,
            ConsumerRow.phone,
            ConsumerRow.lang,
        ).where(ConsumerRow.report_id == report_id)
    )
    row = rows.one_or_none()
    return None if row is None else Consumer(*row)


async def _files(work: UnitOfWork, report_id: UUID) -> tuple[StoredFile, ...]:
    rows = await (await work.connection()).execute(
        select(
            AttachmentRow.attachment_id,
            AttachmentRow.filename,
            AttachmentRow.content_type,
            AttachmentRow.size,
            AttachmentRow.storage_key,
        )
        .where(AttachmentRow.report_id == report_id)
        .order_by(AttachmentRow.attachment_id)
    )
    return tuple(StoredFile(*row) for row in rows)


async def _messages(work: UnitOfWork, report_id: UUID) -> tuple[AuthorityMessage, ...]:
    rows = await (await work.connection()).execute(
        select(
            AuthorityMessageRow.version,
            AuthorityMessageRow.siret,
            AuthorityMessageRow.message,
            AuthorityMessageRow.informed_at,
        )
        .where(AuthorityMessageRow.report_id == report_id)
        .order_by(AuthorityMessageRow.version)
    )
    return tuple(AuthorityMessage(*row) for row in rows)
