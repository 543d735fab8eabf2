"""What comes with the reports, each in a table of its own, emptied at erasure."""

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from agent_analytics.domain.enclosures import AuthorityMessage, Consumer, StoredFile
from agent_analytics.store.tables import AttachmentRow, AuthorityMessageRow, ConsumerRow
from common.unit_of_work import UnitOfWork


class Enclosures:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def identify(self, report_id: UUID, consumer: Consumer) -> None:
        """Keep who filed the report, unless a newer identity is known."""
        values = asdict(consumer)
        row = insert(ConsumerRow).values(report_id=report_id, **values)
        await (await self._work.connection()).execute(
            row.on_conflict_do_update(
                index_elements=["report_id"],
                set_={name: row.excluded[name] for name in values},
                where=row.excluded.version > ConsumerRow.version,
            )
        )

    async def attach(self, report_id: UUID, file: StoredFile) -> None:
        row = insert(AttachmentRow).values(report_id=report_id, **asdict(file))
        await (await self._work.connection()).execute(row.on_conflict_do_nothing())

    async def inform(self, report_id: UUID, message: AuthorityMessage) -> None:
        row = insert(AuthorityMessageRow).values(report_id=report_id, **asdict(message))
        await (await self._work.connection()).execute(row.on_conflict_do_nothing())

    async def erase(self, report_id: UUID) -> None:
        connection = await self._work.connection()
        for table in (ConsumerRow, AttachmentRow, AuthorityMessageRow):
            await connection.execute(delete(table).where(table.report_id == report_id))
