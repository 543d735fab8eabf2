"""What screens and programs read: inboxes, one report, members. Nothing here changes anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from common.unit_of_work import UnitOfWork
from company_portal.domain.case import LEFT
from company_portal.domain.rights import Actor
from company_portal.domain.status import HELD, Status
from company_portal.store.reports import TEXT_SEARCH, folded
from company_portal.store.scope import in_scope_of
from company_portal.store.tables import CaseRow, HoldingRow, ReportRow


class Order(Enum):
    """Newest first, or the most urgent first (only reports that have a deadline)."""

    NEWEST = "newest"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty means all."""

    statuses: Sequence[Status] = ()
    siret: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """Where a page begins (the sort key of the last item shown) and how long it is."""

    after: tuple[datetime | date, UUID] | None
    limit: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of an inbox. `is_trace`: the report went elsewhere and `status` says so."""

    report_id: UUID
    reference: str
    status: Status
    is_trace: bool
    siret: str
    holder_name: str
    category_labels: Sequence[str]
    observed_on: date
    submitted_at: datetime
    received_at: datetime
    deadline_on: date | None

    def key(self, order: Order) -> tuple[datetime | date, UUID]:
        if order is Order.URGENT and self.deadline_on is not None:
            return self.deadline_on, self.report_id
        return self.received_at, self.report_id


_IS_TRACE: ColumnElement[bool] = func.coalesce(HoldingRow.ending.in_(sorted(LEFT)), False)
# A former holder learns nothing of what happens elsewhere.
_SHOWN_STATUS = case((_IS_TRACE, literal(Status.NOT_CONCERNED.value)), else_=CaseRow.status)


async def list_reports(
    store: UnitOfWork, actor: Actor, filters: Filters, *, order: Order, part: Slice
) -> list[Listed]:
    """One page of the actor's inbox: each report once, as its latest holding in scope shows it."""
    statement = _inbox(actor).where(*_conditions(filters))
    sort: Any = HoldingRow.opened_at
    if order is Order.URGENT:
        sort = CaseRow.deadline_on
        statement = statement.where(sort.is_not(None))
    key = tuple_(sort, HoldingRow.report_id)
    descends = order is Order.NEWEST
    if part.after is not None:
        bound = tuple_(*(literal(value) for value in part.after))
        statement = statement.where(key < bound if descends else key > bound)
    columns = (sort, HoldingRow.report_id)
    statement = statement.order_by(*(c.desc() if descends else c.asc() for c in columns))
    rows = await (await store.connection()).execute(statement.limit(part.limit))
    return [_listed(row) for row in rows]


def _inbox(actor: Actor) -> Select[Any]:
    later = aliased(HoldingRow)
    return (
        select(
            HoldingRow.report_id,
            ReportRow.reference,
            _SHOWN_STATUS.label("status"),
            _IS_TRACE.label("is_trace"),
            HoldingRow.siret,
            HoldingRow.holder_name,
            ReportRow.category_labels,
            ReportRow.observed_on,
            ReportRow.submitted_at,
            HoldingRow.opened_at.label("received_at"),
            case((_IS_TRACE, None), else_=CaseRow.deadline_on).label("deadline_on"),
        )
        .join(CaseRow, CaseRow.report_id == HoldingRow.report_id)
        .join(ReportRow, ReportRow.report_id == HoldingRow.report_id)
        .where(
            in_scope_of(actor),
            ~exists().where(
                later.report_id == HoldingRow.report_id,
                later.number > HoldingRow.number,
                in_scope_of(actor, later),
            ),
        )
    )


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.statuses:
        conditions.append(_SHOWN_STATUS.in_([status.value for status in filters.statuses]))
    if filters.siret:
        conditions.append(HoldingRow.siret == filters.siret)
    if filters.words:
        query = func.websearch_to_tsquery(TEXT_SEARCH, folded(filters.words))
        reference = filters.words.strip().upper()
        conditions.append(
            or_(ReportRow.words.bool_op("@@")(query), ReportRow.reference == reference)
        )
    return conditions


def _listed(row: Row[Any]) -> Listed:
    return Listed(**{**row._mapping, "status": Status(row.status)})  # noqa: SLF001 - public in all but name


async def count_to_do(store: UnitOfWork, actor: Actor) -> dict[Status, int]:
    """How many reports wait to be read and to be answered."""
    statement = (
        select(CaseRow.status, func.count())
        .join(
            HoldingRow,
            and_(
                HoldingRow.report_id == CaseRow.report_id,
                HoldingRow.number == CaseRow.holding_number,
            ),
        )
        .where(in_scope_of(actor), HoldingRow.ending.is_(None))
        .group_by(CaseRow.status)
    )
    rows = await (await store.connection()).execute(statement)
    counts = {Status(status): int(count) for status, count in rows}
    return {status: counts.get(status, 0) for status in HELD}
