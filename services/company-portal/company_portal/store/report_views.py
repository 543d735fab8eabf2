"""One report as one person may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from common.unit_of_work import UnitOfWork
from company_portal.domain.answer import AnswerKind, AnswerReason
from company_portal.domain.case import LEFT, Ending, Move, allowed_moves
from company_portal.domain.rights import Actor
from company_portal.domain.status import HELD, Status
from company_portal.store.scope import in_scope_of
from company_portal.store.tables import (
    AnswerRow,
    AttachmentRow,
    CaseRow,
    HistoryRow,
    HoldingRow,
    IdentityRow,
    ReportRow,
    ReviewRow,
)
from company_portal.store.thread import Message, Thread


@dataclass(frozen=True, slots=True)
class Consumer:
    first_name: str
    last_name: str
    email: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class File:
    attachment_id: UUID
    filename: str
    content_type: str
    size: int
    storage_key: str


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    kind: AnswerKind
    reason: AnswerReason
    message_to_consumer: str
    message_to_authority: str | None
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline."""

    move: Move
    status: Status
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report with what its holder may know; of a trace, only what it knew before.

    `consumer` is None unless the consumer agreed to be known. `is_offered`:
    the holder has yet to say that it is concerned. `allowed` are the moves that the
    state permits now.
    """

    report_id: UUID
    reference: str
    status: Status
    is_trace: bool
    siret: str
    holder_name: str
    category: str
    category_labels: Sequence[str]
    replies: Sequence[dict[str, str]]
    description: str
    observed_on: date
    submitted_at: datetime
    received_at: datetime
    read_at: datetime | None
    why_fr: str
    why_en: str
    deadline_on: date | None
    deadline_reason_fr: str | None
    deadline_reason_en: str | None
    consumer: Consumer | None
    files: Sequence[File]
    answer: GivenAnswer | None
    rating: str | None
    messages: Sequence[Message]
    awaits_reply: bool
    steps: Sequence[Step]
    is_offered: bool
    allowed: Sequence[Move]


async def find_report(store: UnitOfWork, report_id: UUID, actor: Actor) -> ReportView | None:
    """The report as the actor's latest holding of it shows it; None when there is none."""
    statement = (
        select(HoldingRow.__table__, CaseRow.__table__, ReportRow.__table__)
        .join(CaseRow, CaseRow.report_id == HoldingRow.report_id)
        .join(ReportRow, ReportRow.report_id == HoldingRow.report_id)
        .where(HoldingRow.report_id == report_id, in_scope_of(actor))
        .order_by(HoldingRow.number.desc())
        .limit(1)
    )
    row = (await (await store.connection()).execute(statement)).first()
    if row is None:
        return None
    is_trace = row.ending is not None and Ending(row.ending) in LEFT
    status = Status.NOT_CONCERNED if is_trace else Status(row.status)
    is_offered = row.was_offered and row.accepted_at is None and status in HELD
    answer = await _answer(store, row)
    return ReportView(
        **{name: getattr(row, name) for name in _PLAIN},
        status=status,
        is_trace=is_trace,
        received_at=row.opened_at,
        deadline_on=None if is_trace else row.deadline_on,
        deadline_reason_fr=None if is_trace else row.deadline_reason_fr,
        deadline_reason_en=None if is_trace else row.deadline_reason_en,
        consumer=None if is_trace else await _consumer(store, report_id),
        files=[] if is_trace else await _files(store, report_id),
        answer=answer,
        rating=await _rating(store, report_id) if answer and not is_trace else None,
        messages=[] if is_trace else await Thread(store).of_report(report_id),
        awaits_reply=not is_trace and row.pause is not None,
        steps=await _steps(store, row),
        is_offered=is_offered,
        allowed=sorted(allowed_moves(status, is_offered=is_offered)),
    )


_PLAIN = (
    "report_id",
    "reference",
    "siret",
    "holder_name",
    "category",
    "category_labels",
    "replies",
    "description",
    "observed_on",
    "submitted_at",
    "read_at",
    "why_fr",
    "why_en",
)


async def find_file(store: UnitOfWork, report_id: UUID, attachment_id: UUID) -> File | None:
    """A file of a report that the caller has found the actor may see."""
    return next(
        (file for file in await _files(store, report_id) if file.attachment_id == attachment_id),
        None,
    )


async def _answer(store: UnitOfWork, row: Row[Any]) -> GivenAnswer | None:
    found = await (await store.connection()).execute(
        select(AnswerRow.__table__).where(
            AnswerRow.report_id == row.report_id, AnswerRow.number == row.number
        )
    )
    answer = found.first()
    if answer is None:
        return None
    return GivenAnswer(
        AnswerKind(answer.kind),
        AnswerReason(answer.reason),
        answer.message_to_consumer,
        answer.message_to_authority,
        answer.answered_at,
    )


async def _consumer(store: UnitOfWork, report_id: UUID) -> Consumer | None:
    found = await (await store.connection()).execute(
        select(
            IdentityRow.first_name, IdentityRow.last_name, IdentityRow.email, IdentityRow.phone
        ).where(IdentityRow.report_id == report_id)
    )
    row = found.first()
    return None if row is None else Consumer(*row)


async def _files(store: UnitOfWork, report_id: UUID) -> list[File]:
    rows = await (await store.connection()).execute(
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
    return [File(*row) for row in rows]


async def _rating(store: UnitOfWork, report_id: UUID) -> str | None:
    rating: str | None = await (await store.connection()).scalar(
        select(ReviewRow.rating).where(ReviewRow.report_id == report_id)
    )
    return rating


async def _steps(store: UnitOfWork, row: Row[Any]) -> list[Step]:
    rows = await (await store.connection()).execute(
        select(HistoryRow.move, HistoryRow.status, HistoryRow.at)
        .where(HistoryRow.report_id == row.report_id, HistoryRow.number == row.number)
        .order_by(HistoryRow.version)
    )
    return [Step(Move(step.move), Status(step.status), step.at) for step in rows]
