"""What notifications knows of each report."""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from common.db.prepared import Prepared
from common.unit_of_work import UnitOfWork
from notifications.domain.messages import Lang
from notifications.domain.report import Consumer, Report
from notifications.domain.sending import Course
from notifications.store.tables import ReportRow

# Every message about a report runs both.
_ENTER = Prepared(
    insert(ReportRow).values(report_id=bindparam("report_id")).on_conflict_do_nothing()
)
_HOLD = (
    select(
        ReportRow.report_id,
        ReportRow.reference,
        ReportRow.first_name,
        ReportRow.email,
        ReportRow.lang,
        ReportRow.tracking_url,
        ReportRow.holder_has_account,
        ReportRow.turn_ended_at,
        ReportRow.withdrawn_at,
        ReportRow.erased_at,
    )
    .where(ReportRow.report_id == bindparam("held"))
    .with_for_update()
)


class Reports:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def lock(self, report_id: UUID) -> Report:
        """The report, unknown so far or not; deeds about it wait for one another from here on."""
        connection = await self._work.connection()
        await _ENTER.fetch(connection, {"report_id": report_id})
        found = await connection.execute(_HOLD, {"held": report_id})
        return _report(found.one())

    async def identify(self, report_id: UUID, consumer: Consumer, *, version: int) -> None:
        """Take who the consumer is, unless a newer version is known."""
        await (await self._work.connection()).execute(
            update(ReportRow)
            .where(ReportRow.report_id == report_id, ReportRow.identified_at < version)
            .values(
                reference=consumer.reference,
                first_name=consumer.first_name,
                email=consumer.email,
                lang=consumer.lang,
                tracking_url=consumer.tracking_url,
                identified_at=version,
            )
        )

    async def hold(self, report_id: UUID, version: int, *, has_account: bool) -> None:
        """Whether the holder of that version of the case is told by mail."""
        await (await self._work.connection()).execute(
            update(ReportRow)
            .where(ReportRow.report_id == report_id, ReportRow.holder_at < version)
            .values(holder_at=version, holder_has_account=has_account)
        )

    async def name(self, report_id: UUID, reference: str) -> None:
        """Keep the reference alone: what ties letters to a report that has been erased."""
        await self._set(report_id, reference=reference)

    async def end_turn(self, report_id: UUID, version: int) -> None:
        """No holder had to act any more at that version of the case."""
        await self._set(report_id, turn_ended_at=func.greatest(ReportRow.turn_ended_at, version))

    async def withdraw(self, report_id: UUID) -> None:
        await self._set(report_id, withdrawn_at=self._work.clock.now())

    async def forget(self, report_id: UUID) -> None:
        """Leave only the tombstone that keeps late events from bringing the report back."""
        await self._set(
            report_id,
            first_name=None,
            email=None,
            lang=None,
            tracking_url=None,
            erased_at=self._work.clock.now(),
        )

    async def _set(self, report_id: UUID, **values: Any) -> None:
        await (await self._work.connection()).execute(
            update(ReportRow).where(ReportRow.report_id == report_id).values(**values)
        )


def _report(row: Row[*tuple[Any, ...]]) -> Report:
    return Report(
        report_id=row.report_id,
        consumer=None
        if row.email is None
        else Consumer(
            first_name=row.first_name,
            email=row.email,
            lang=cast("Lang", row.lang),  # written from a Consumer
            reference=row.reference,
            tracking_url=row.tracking_url,
        ),
        holder_has_account=row.holder_has_account,
        course=Course(row.turn_ended_at, row.withdrawn_at is not None),
        is_erased=row.erased_at is not None,
    )
