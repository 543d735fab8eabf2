"""What agents read of leads: which ones bring reports, how many, how many still wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, tuple_

from common.unit_of_work import UnitOfWork
from routing.domain.lead import Lead, LeadKind, LeadState
from routing.domain.report import Stage
from routing.store.tables import LeadRow, ReportRow


@dataclass(frozen=True, slots=True)
class LeadCount:
    """A lead with the reports that named it; `waiting` of them are in triage."""

    lead: Lead
    state: LeadState
    siret: str | None
    reports: int
    waiting: int


@dataclass(frozen=True, slots=True)
class LeadPlace:
    """Where a page of leads ends: most waiting first, then most reports, then the key."""

    waiting: int
    reports: int
    key: str


async def leads_by_reports(
    store: UnitOfWork,
    kind: LeadKind,
    state: LeadState | None,
    *,
    after: LeadPlace | None,
    limit: int,
) -> Sequence[LeadCount]:
    """The leads of a kind that brought reports: those for which most still wait come first."""
    is_waiting = ReportRow.stage == Stage.TRIAGE.value
    counted = (
        select(
            ReportRow.lead_key.label("key"),
            func.count().label("reports"),
            func.count().filter(is_waiting).label("waiting"),
        )
        .where(ReportRow.lead_kind == kind.value, ReportRow.stage != Stage.ERASED.value)
        .group_by(ReportRow.lead_key)
        .subquery()
    )
    order = (-counted.c.waiting, -counted.c.reports, counted.c.key)
    statement = (
        select(counted, LeadRow.state, LeadRow.siret)
        .join(LeadRow, (LeadRow.kind == kind.value) & (LeadRow.key == counted.c.key))
        .order_by(*order)
        .limit(limit)
    )
    if state is not None:
        statement = statement.where(LeadRow.state == state.value)
    if after is not None:
        statement = statement.where(tuple_(*order) > (-after.waiting, -after.reports, after.key))
    rows = await (await store.connection()).execute(statement)
    return [
        LeadCount(Lead(kind, row.key), LeadState(row.state), row.siret, row.reports, row.waiting)
        for row in rows
    ]
