"""The messages between a consumer and the holders of a report, in one thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from common.contracts.intake import MessageSent
from common.unit_of_work import UnitOfWork
from company_portal.domain.case import Case
from company_portal.store.tables import MessageRow


class Author(StrEnum):
    COMPANY = "company"
    CONSUMER = "consumer"


@dataclass(frozen=True, slots=True)
class Message:
    """`question_id`: the question that a consumer's message replies to."""

    message_id: UUID
    author: Author
    text: str
    sent_at: datetime
    question_id: UUID | None = None


class Thread:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def ask(self, case: Case, question: Message, *, written_by: UUID) -> None:
        await (await self._store.connection()).execute(
            insert(MessageRow).values(
                message_id=question.message_id,
                report_id=case.report_id,
                author=Author.COMPANY,
                number=case.holding.number,
                text=question.text,
                sent_at=question.sent_at,
                written_by=written_by,
            )
        )

    async def keep(self, sent: MessageSent) -> bool:
        """Keep what the consumer wrote; False when it was kept already."""
        kept = await (await self._store.connection()).execute(
            insert(MessageRow)
            .values(
                message_id=sent.message_id,
                report_id=sent.report_id,
                author=Author.CONSUMER,
                question_id=sent.question_id,
                text=sent.text,
                sent_at=sent.sent_at,
            )
            .on_conflict_do_nothing()
            .returning(MessageRow.message_id)
        )
        return kept.first() is not None

    async def questions_of(self, case: Case) -> int:
        """How many questions the present holder has asked."""
        counted = await (await self._store.connection()).scalar(
            select(func.count()).where(
                MessageRow.report_id == case.report_id, MessageRow.number == case.holding.number
            )
        )
        return counted or 0

    async def of_report(self, report_id: UUID) -> Sequence[Message]:
        """Oldest first. Who of a company wrote is not told."""
        rows = await (await self._store.connection()).execute(
            select(
                MessageRow.message_id,
                MessageRow.author,
                MessageRow.text,
                MessageRow.sent_at,
                MessageRow.question_id,
            )
            .where(MessageRow.report_id == report_id)
            .order_by(MessageRow.sent_at, MessageRow.message_id)
        )
        return [
            Message(row.message_id, Author(row.author), row.text, row.sent_at, row.question_id)
            for row in rows
        ]

    async def forget(self, report_id: UUID) -> None:
        await (await self._store.connection()).execute(
            delete(MessageRow).where(MessageRow.report_id == report_id)
        )
