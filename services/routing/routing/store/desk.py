"""Who is at which report of the triage desk, and how long reports waited there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from common.unit_of_work import UnitOfWork
from routing.domain.report import Report
from routing.store.queue import QueueFilter, in_queue, queue_order
from routing.store.tables import ReportRow
from routing.store.tables import TriageClaimRow as C
from routing.store.tables import TriageTurnRow as T


@dataclass(frozen=True, slots=True)
class Claim:
    agent_id: UUID
    until: datetime


@dataclass(frozen=True, slots=True)
class Waits:
    """Times from entering the queue to an agent's choice; half waited less than `median`."""

    resolved: int
    median_seconds: float | None
    p90_seconds: float | None


class Desk:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def claim_of(self, report_id: UUID, now: datetime) -> Claim | None:
        statement = select(C.agent_id, C.until).where(C.report_id == report_id, C.until > now)
        row = (await (await self._store.connection()).execute(statement)).one_or_none()
        return None if row is None else Claim(row.agent_id, row.until)

    async def take(self, report_id: UUID, claim: Claim, now: datetime) -> bool:
        """Whether the report is the agent's now: free, let go by its hour, or theirs already."""
        statement = insert(C).values(
            report_id=report_id, agent_id=claim.agent_id, until=claim.until
        )
        theirs = statement.on_conflict_do_update(
            index_elements=[C.report_id],
            set_={"agent_id": claim.agent_id, "until": claim.until},
            where=or_(C.until <= now, C.agent_id == claim.agent_id),
        )
        taken = await (await self._store.connection()).execute(theirs.returning(C.report_id))
        return taken.first() is not None

    async def release(self, report_id: UUID, agent_id: UUID | None = None) -> None:
        """Let the report go; only that agent's hold on it when one is named."""
        statement = delete(C).where(C.report_id == report_id)
        if agent_id is not None:
            statement = statement.where(C.agent_id == agent_id)
        await (await self._store.connection()).execute(statement)

    async def next_free(self, wanted: QueueFilter, agent_id: UUID, now: datetime) -> UUID | None:
        """The first report of the queue that nobody is at, or that the agent has; locked."""
        held = (
            select(C.report_id)
            .where(
                C.report_id == ReportRow.report_id,
                and_(C.until > now, C.agent_id != agent_id),
            )
            .exists()
        )
        statement = in_queue(select(ReportRow.report_id), wanted, now)
        statement = statement.where(~held).order_by(*queue_order()).limit(1)
        statement = statement.with_for_update(skip_locked=True)
        found: UUID | None = await (await self._store.connection()).scalar(statement)
        return found

    async def record_wait(self, before: Report, after: Report, *, is_bulk: bool) -> None:
        """Remember how long the report waited for the choice that was just made."""
        statement = insert(T).values(
            report_id=after.report_id,
            version=after.version,
            department=before.department,
            queued_at=before.queued_at,
            resolved_at=self._store.clock.now(),
            is_bulk=is_bulk,
        )
        await (await self._store.connection()).execute(statement)

    async def waits(self, since: datetime, departments: frozenset[str] | None) -> Waits:
        """Of the reports resolved since then, in these départements; None: everywhere."""
        seconds = func.extract("epoch", T.resolved_at - T.queued_at)
        statement = select(
            func.count(),
            func.percentile_cont(0.5).within_group(seconds),
            func.percentile_cont(0.9).within_group(seconds),
        ).where(T.resolved_at >= since)
        if departments is not None:
            statement = statement.where(T.department.in_(departments))
        count, median, p90 = (await (await self._store.connection()).execute(statement)).one()
        return Waits(
            count,
            float(median) if median is not None else None,
            float(p90) if p90 is not None else None,
        )

    async def forget(self, report_id: UUID) -> None:
        connection = await self._store.connection()
        for row in (C, T):
            await connection.execute(delete(row).where(row.report_id == report_id))
