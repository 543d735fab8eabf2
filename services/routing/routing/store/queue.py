"""The triage queue as it is asked for: which reports wait, in which order, grouped by what."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from sqlalchemy import func, or_, select, text, tuple_

from common.unit_of_work import UnitOfWork
from routing.domain.lead import Lead, LeadKind
from routing.domain.report import Stage
from routing.domain.rules import Priority
from routing.store.tables import ReportRow


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What of the queue is wanted. `departments`: the agent's; None: all of them.

    A report of unknown département is only in the queue of those who see them all. `lead` stands
    for a website and the hosts below it, or for a phone number, and so on.
    """

    departments: frozenset[str] | None
    department: str | None = None
    queue: str | None = None
    kind: str | None = None
    lead: Lead | None = None
    waiting_days: int | None = None

    def of_lead(self, lead: Lead) -> Self:
        return replace(self, lead=lead)


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Where a page of the queue ends: the order is by priority, then since when, then which."""

    priority: int
    queued_at: datetime
    report_id: UUID

    @property
    def texts(self) -> tuple[str, str, str]:
        return str(self.priority), self.queued_at.isoformat(), str(self.report_id)

    @classmethod
    def parse(cls, priority: str, queued_at: str, report_id: str) -> Self:
        """Raises ValueError for texts that name no place."""
        return cls(
            Priority(int(priority)).value, datetime.fromisoformat(queued_at), UUID(report_id)
        )

    def follows(self) -> Any:
        """The condition on the rows after this place."""
        order = (-ReportRow.priority, ReportRow.queued_at, ReportRow.report_id)
        return tuple_(*order) > (-self.priority, self.queued_at, self.report_id)


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """Reports that wait for one and the same website, number, account or product."""

    lead: Lead
    waiting: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class QueueSize:
    waiting: int
    oldest: datetime | None


def queue_order() -> tuple[Any, ...]:
    return (ReportRow.priority.desc(), ReportRow.queued_at, ReportRow.report_id)


def in_queue(statement: Any, wanted: QueueFilter, now: datetime) -> Any:
    """The select, whatever its columns, over the reports that wait and answer what is wanted."""
    statement = statement.where(ReportRow.stage == Stage.TRIAGE)
    if wanted.departments is not None:
        statement = statement.where(ReportRow.department.in_(wanted.departments))
    if wanted.department is not None:
        statement = statement.where(ReportRow.department == wanted.department)
    if wanted.queue is not None:
        statement = statement.where(ReportRow.queue == wanted.queue)
    if wanted.kind is not None:
        statement = statement.where(text("reports.content->'target'->>'kind' = :kind"))
        statement = statement.params(kind=wanted.kind)
    if wanted.lead is not None:
        statement = statement.where(names(wanted.lead))
    if wanted.waiting_days is not None:
        since = now - timedelta(days=wanted.waiting_days)
        statement = statement.where(ReportRow.queued_at <= since)
    return statement


def names(lead: Lead) -> Any:
    """The condition on the rows of reports that name the lead, or a host below it."""
    of_kind = ReportRow.lead_kind == lead.kind.value
    key = ReportRow.lead_key == lead.key
    if lead.kind is LeadKind.WEBSITE:
        key = or_(key, ReportRow.lead_key.endswith(f".{lead.key}", autoescape=True))
    return of_kind & key


async def waiting_groups(
    store: UnitOfWork, wanted: QueueFilter, *, least: int, limit: int
) -> Sequence[WaitingGroup]:
    """What several reports wait for at once, most reports first."""
    count = func.count()
    statement = in_queue(
        select(
            ReportRow.lead_kind,
            ReportRow.lead_key,
            count.label("waiting"),
            func.min(ReportRow.queued_at).label("oldest"),
        ),
        wanted,
        store.clock.now(),
    )
    statement = (
        statement.where(ReportRow.lead_key.is_not(None))
        .group_by(ReportRow.lead_kind, ReportRow.lead_key)
        .having(count >= least)
        .order_by(count.desc(), ReportRow.lead_kind, ReportRow.lead_key)
        .limit(limit)
    )
    rows = await (await store.connection()).execute(statement)
    return [
        WaitingGroup(Lead(LeadKind(row.lead_kind), row.lead_key), row.waiting, row.oldest)
        for row in rows
    ]


async def waiting_of(store: UnitOfWork, wanted: QueueFilter, *, limit: int) -> Sequence[UUID]:
    """The numbers of the first reports that wait and answer what is wanted, in the order of ids.

    Always the same order: two who resolve the same reports at once wait for one another, and do
    not block one another.
    """
    statement = in_queue(select(ReportRow.report_id), wanted, store.clock.now())
    statement = statement.order_by(ReportRow.report_id).limit(limit)
    return (await (await store.connection()).scalars(statement)).all()


async def queue_size(store: UnitOfWork, wanted: QueueFilter) -> QueueSize:
    counted = select(func.count(), func.min(ReportRow.queued_at))
    statement = in_queue(counted, wanted, store.clock.now())
    count, oldest = (await (await store.connection()).execute(statement)).one()
    return QueueSize(count, oldest)


async def queues_in_use(store: UnitOfWork, wanted: QueueFilter) -> Sequence[str]:
    """The names of the queues in which something waits."""
    statement = in_queue(select(ReportRow.queue).distinct(), wanted, store.clock.now())
    return sorted((await (await store.connection()).scalars(statement)).all())
