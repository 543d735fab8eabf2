"""What dashboards read: the roll-up, never the reports."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from agent_analytics.domain.search import CountFilter, Dimension
from agent_analytics.domain.territory import Scope
from agent_analytics.store.tables import CountRow
from common.unit_of_work import UnitOfWork

_COLUMNS = {
    Dimension.CATEGORY: CountRow.category,
    Dimension.DEPARTMENT: CountRow.department,
    Dimension.STATUS: CountRow.status,
}


async def weekly_counts(work: UnitOfWork, wanted: CountFilter, *, scope: Scope) -> dict[date, int]:
    """Reports by week of submission, in order; weeks without any are absent."""
    return await _counts(work, CountRow.week, wanted, scope)


async def counts_by(
    work: UnitOfWork, dimension: Dimension, wanted: CountFilter, *, scope: Scope
) -> dict[str, int]:
    """Reports by the dimension's values; the empty département holds those nobody placed."""
    return await _counts(work, _COLUMNS[dimension], wanted, scope)


async def _counts(
    work: UnitOfWork, column: Any, wanted: CountFilter, scope: Scope
) -> dict[Any, int]:
    total = func.sum(CountRow.count)
    rows = await (await work.connection()).execute(
        select(column, total)
        .where(*_conditions(wanted, scope))
        .group_by(column)
        .having(total > 0)
        .order_by(column)
    )
    return {key: int(count) for key, count in rows}


def _conditions(wanted: CountFilter, scope: Scope) -> list[ColumnElement[bool]]:
    lists = (
        (CountRow.department, wanted.departments),
        (CountRow.status, wanted.statuses),
        (CountRow.category, wanted.categories),
    )
    conditions: list[ColumnElement[bool]] = [
        column.in_(values) for column, values in lists if values
    ]
    if scope.departments is not None:
        conditions.append(CountRow.department.in_(sorted(scope.departments)))
    if wanted.first_week is not None:
        conditions.append(CountRow.week >= wanted.first_week)
    if wanted.last_week is not None:
        conditions.append(CountRow.week <= wanted.last_week)
    return conditions
