"""What consumers say beside the report itself. Each fact stands alone, for it may come first."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from common.contracts.intake import AnswerReviewed, IdentityShared
from common.contracts.report import Attachment
from common.unit_of_work import UnitOfWork
from company_portal.store.tables import AttachmentRow, IdentityRow, ReviewRow, WithdrawalRow


class ConsumerFacts:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def keep_identity(self, shared: IdentityShared) -> None:
        """Keep who the consumer agreed to be known as; the newest version stays."""
        values = {
            "version": shared.version,
            "first_name": shared.first_name,
            "last_name": shared.last_name,
            "email": shared.email,
            "phone": shared.phone,
        }
        await (await self._store.connection()).execute(
            insert(IdentityRow)
            .values(report_id=shared.report_id, **values)
            .on_conflict_do_update(
                index_elements=[IdentityRow.report_id],
                set_=values,
                where=IdentityRow.version < shared.version,
            )
        )

    async def keep_attachment(self, report_id: UUID, attachment: Attachment) -> None:
        await (await self._store.connection()).execute(
            insert(AttachmentRow)
            .values(
                attachment_id=attachment.attachment_id,
                report_id=report_id,
                filename=attachment.filename,
                content_type=attachment.content_type,
                size=attachment.size,
                storage_key=attachment.storage_key,
            )
            .on_conflict_do_nothing()
        )

    async def keep_review(self, review: AnswerReviewed) -> None:
        """Keep the rating, the newest version's; the comment is not for the company."""
        values = {
            "version": review.version,
            "rating": review.rating,
            "reviewed_at": review.reviewed_at,
        }
        await (await self._store.connection()).execute(
            insert(ReviewRow)
            .values(report_id=review.report_id, **values)
            .on_conflict_do_update(
                index_elements=[ReviewRow.report_id],
                set_=values,
                where=ReviewRow.version < review.version,
            )
        )

    async def keep_withdrawal(self, report_id: UUID, *, at: datetime) -> None:
        await (await self._store.connection()).execute(
            insert(WithdrawalRow)
            .values(report_id=report_id, withdrawn_at=at)
            .on_conflict_do_nothing()
        )

    async def withdrawn_at(self, report_id: UUID) -> datetime | None:
        found: datetime | None = await (await self._store.connection()).scalar(
            select(WithdrawalRow.withdrawn_at).where(WithdrawalRow.report_id == report_id)
        )
        return found

    async def forget(self, report_id: UUID) -> None:
        connection = await self._store.connection()
        for table in (IdentityRow, AttachmentRow, ReviewRow, WithdrawalRow):
            await connection.execute(delete(table).where(table.report_id == report_id))
