"""What lists of reports read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, text, tuple_

from agent_analytics.domain.search import Order, Place, ReportFilter, checked_words
from agent_analytics.domain.territory import Scope
from agent_analytics.store.histories import SEARCH_LANGUAGE
from agent_analytics.store.tables import ReportRow
from common.clock import PARIS
from common.unit_of_work import UnitOfWork

COUNTED_UP_TO = 10_000
# A search that takes longer asks too much: it is given up, and the caller told to ask less.
PATIENCE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of a list of reports. Nothing of the consumer, nothing of the text."""

    report_id: UUID
    reference: str
    submitted_at: datetime
    category: str
    category_labels: tuple[str, ...]
    status: str
    department: str | None
    siret: str | None
    company_name: str | None
    tags: tuple[str, ...]
    has_attachment: bool
    has_answer: bool
    rating: str | None

    @property
    def place(self) -> Place:
        return Place(self.submitted_at, self.report_id)


async def find_reports(
    work: UnitOfWork, wanted: ReportFilter, *, scope: Scope, after: Place | None, limit: int
) -> list[ReportLine]:
    """The reports in the scope that fulfil the filter, in its order, from `after` on."""
    has_answer = ReportRow.answer.is_not(None).label("has_answer")
    labels = ReportRow.submission["category_labels"].label("category_labels")
    query = select(
        ReportRow.report_id,
        ReportRow.reference,
        ReportRow.submitted_at,
        ReportRow.category,
        labels,
        ReportRow.status,
        ReportRow.department,
        ReportRow.siret,
        ReportRow.company_name,
        ReportRow.tags,
        ReportRow.has_file,
        has_answer,
        ReportRow.rating,
    ).where(*_conditions(wanted, scope))
    connection = await work.connection()
    await connection.execute(text(f"SET LOCAL statement_timeout = '{PATIENCE_SECONDS}s'"))
    rows = await connection.execute(_ordered(query, wanted.order, after).limit(limit))
    return [_line(row) for row in rows]


async def count_reports(work: UnitOfWork, wanted: ReportFilter, *, scope: Scope) -> int:
    """How many fulfil the filter; `COUNTED_UP_TO` + 1 stands for more than can be counted fast."""
    some = select(1).select_from(ReportRow).where(*_conditions(wanted, scope))
    bounded = some.limit(COUNTED_UP_TO + 1).subquery()
    count = await (await work.connection()).scalar(select(func.count()).select_from(bounded))
    return count or 0


def _line(row: Any) -> ReportLine:
    return ReportLine(
        report_id=row.report_id,
        reference=row.reference,
        submitted_at=row.submitted_at,
        category=row.category,
        category_labels=tuple(row.category_labels or ()),
        status=row.status,
        department=row.department,
        siret=row.siret,
        company_name=row.company_name,
        tags=tuple(row.tags or ()),
        has_attachment=row.has_file,
        has_answer=row.has_answer,
        rating=row.rating,
    )


def visible(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """The condition that every reading of reports carries: submitted, not erased, in the scope."""
    listed = ReportRow.submitted_at.is_not(None)
    if scope.departments is None:
        return (listed,)
    return (listed, ReportRow.department.in_(sorted(scope.departments)))


def _conditions(wanted: ReportFilter, scope: Scope) -> list[ColumnElement[bool]]:
    conditions = [*visible(scope), *_choices(wanted), *_days(wanted.start, wanted.end)]
    if wanted.tags:
        conditions.append(ReportRow.tags.contains(list(wanted.tags)))
    if wanted.has_attachment is not None:
        conditions.append(ReportRow.has_file.is_(wanted.has_attachment))
    if wanted.has_answer is not None:
        has_answer = ReportRow.answer.is_not(None)
        conditions.append(has_answer if wanted.has_answer else ~has_answer)
    if wanted.reference:
        conditions.append(ReportRow.reference == wanted.reference.upper())
    if wanted.words:
        conditions.append(_words(wanted.words))
    return conditions


def _choices(wanted: ReportFilter) -> list[ColumnElement[bool]]:
    """Of each list, any value will do; an establishment or a company's number will do too."""
    lists = (
        (ReportRow.department, wanted.departments),
        (ReportRow.status, wanted.statuses),
        (ReportRow.category, wanted.categories),
        (ReportRow.rating, wanted.ratings),
    )
    conditions: list[ColumnElement[bool]] = [
        column.in_(values) for column, values in lists if values
    ]
    if wanted.sirets or wanted.sirens:
        conditions.append(
            or_(ReportRow.siret.in_(wanted.sirets), ReportRow.siren.in_(wanted.sirens))
        )
    return conditions


def _days(start: date | None, end: date | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if start is not None:
        conditions.append(ReportRow.submitted_at >= _midnight(start))
    if end is not None:
        conditions.append(ReportRow.submitted_at < _midnight(end + timedelta(days=1)))
    return conditions


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=PARIS)


def _words(query: str) -> ColumnElement[bool]:
    """The words in the text, or the whole query as a reference."""
    asked = func.websearch_to_tsquery(SEARCH_LANGUAGE, checked_words(query))
    return or_(ReportRow.words.op("@@")(asked), ReportRow.reference == query.strip().upper())


def _ordered(query: Select[Any], order: Order, after: Place | None) -> Select[Any]:
    columns: Sequence[Any] = (ReportRow.submitted_at, ReportRow.report_id)
    newest_first = order is Order.NEWEST
    if after is not None:
        place, key = tuple_(after.submitted_at, after.report_id), tuple_(*columns)
        query = query.where(and_(key < place if newest_first else key > place))
    return query.order_by(*(column.desc() if newest_first else column for column in columns))
