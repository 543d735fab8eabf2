"""What consumers told, and the memory of what was erased."""

import unicodedata
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, func, select, text
from sqlalchemy.dialects.postgresql import insert

from common.contracts.report import ReportContent
from common.contracts.routing import Decision
from common.db.plumbing import OutboxRow
from common.unit_of_work import UnitOfWork
from company_portal.store.tables import ReportRow, TombstoneRow

TEXT_SEARCH = text("'french'::regconfig")


def folded(words: str) -> str:
    """Text without accents, so that « réfrigérateur » is found as « refrigerateur »."""
    return "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))


class Reports:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def take_turn(self, report_id: UUID) -> bool:
        """Make every other deed about this report wait; False: it was erased, nothing may be kept.

        Messages about one report come in any order and at the same time: without this lock, a
        copy could be written by one consumer while another erases it.
        """
        connection = await self._store.connection()
        key = int.from_bytes(report_id.bytes[8:], "big", signed=True)
        await connection.execute(select(func.pg_advisory_xact_lock(key)))
        erased = await connection.scalar(
            select(exists().where(TombstoneRow.report_id == report_id))
        )
        return not erased

    async def keep(self, report_id: UUID, content: ReportContent, decision: Decision) -> None:
        """Keep or replace what the consumer told and why this company got it."""
        words = folded(" ".join((content.reference, content.description, *content.office_labels)))
        values = {
            "reference": content.reference,
            "category": content.category,
            "category_labels": list(content.office_labels),
            "replies": [reply.model_dump() for reply in content.replies],
            "description": content.description,
            "words": func.to_tsvector(TEXT_SEARCH, words),
            "observed_on": content.observed_on,
            "lang": content.lang,
            "submitted_at": content.submitted_at,
            "why_fr": decision.explanation_fr,
            "why_en": decision.explanation_en,
        }
        statement = insert(ReportRow).values(report_id=report_id, **values)
        await (await self._store.connection()).execute(
            statement.on_conflict_do_update(index_elements=[ReportRow.report_id], set_=values)
        )

    async def category_of(self, report_id: UUID) -> str:
        """The first label of the category, as people read it; its code when it has none."""
        row = (
            await (await self._store.connection()).execute(
                select(ReportRow.category, ReportRow.category_labels).where(
                    ReportRow.report_id == report_id
                )
            )
        ).one()
        return str(row.category_labels[0]) if row.category_labels else str(row.category)

    async def erase(self, report_id: UUID, *, at: datetime) -> None:
        """Forget the report with its case, answers, history and sent messages, for ever."""
        connection = await self._store.connection()
        await connection.execute(
            insert(TombstoneRow).values(report_id=report_id, erased_at=at).on_conflict_do_nothing()
        )
        await connection.execute(delete(ReportRow).where(ReportRow.report_id == report_id))
        # What is not sent yet still leaves: its readers meet their own tombstones.
        await connection.execute(
            delete(OutboxRow).where(
                OutboxRow.subject == f"report/{report_id}", OutboxRow.sent_at.is_not(None)
            )
        )
