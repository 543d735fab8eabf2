"""Programs that file Open311 requests, and the requests as the public sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, insert, or_, select, update

from common.unit_of_work import UnitOfWork
from intake.domain.category_node import Tag
from intake.domain.open311 import Search, service_code
from intake.domain.tracking import OPEN, Fact, FactKind, Producer, Status, track
from intake.store.tables import FactRow, Open311KeyRow, Open311RequestRow, ReportRow

_KINDS = [kind.value for kind in FactKind]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRequest:
    """What anyone may read of a request, but for `description`: null without consent."""

    reference: str
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    status: Status
    description: str | None
    target: dict[str, Any]
    requested_at: datetime
    updated_at: datetime


class Open311:
    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    async def add_key(self, key_id: UUID, name: str, key_digest: bytes) -> None:
        await (await self._store.connection()).execute(
            insert(Open311KeyRow).values(
                id=key_id, name=name, key_digest=key_digest, created_at=self._store.clock.now()
            )
        )

    async def end_key(self, key_id: UUID) -> bool:
        """From now on the key is refused; False when there is none or it has ended."""
        ended = await (await self._store.connection()).execute(
            update(Open311KeyRow)
            .where(Open311KeyRow.id == key_id, Open311KeyRow.ended_at.is_(None))
            .values(ended_at=self._store.clock.now())
            .returning(Open311KeyRow.id)
        )
        return ended.scalar_one_or_none() is not None

    async def use_key(self, key_digest: bytes) -> UUID | None:
        """Whose key it is; None when nobody's.

        The row stays locked: requests of one program are accepted one after the other, so that
        none slips past the guard against repetition.
        """
        used = await (await self._store.connection()).execute(
            update(Open311KeyRow)
            .where(Open311KeyRow.key_digest == key_digest, Open311KeyRow.ended_at.is_(None))
            .values(last_used_at=self._store.clock.now())
            .returning(Open311KeyRow.id)
        )
        return used.scalar_one_or_none()

    async def add(self, report_id: UUID, key_id: UUID) -> None:
        await (await self._store.connection()).execute(
            insert(Open311RequestRow).values(
                report_id=report_id, key_id=key_id, requested_at=self._store.clock.now()
            )
        )

    async def exists(self, reference: str) -> bool:
        found = await (await self._store.connection()).scalar(
            select(Open311RequestRow.report_id)
            .join(ReportRow, ReportRow.id == Open311RequestRow.report_id)
            .where(ReportRow.reference == reference)
        )
        return found is not None

    async def found(self, search: Search) -> Sequence[PublicRequest]:
        """The requests that a search finds, newest first."""
        rows = (await (await self._store.connection()).execute(_page(search))).all()
        facts = await self._facts([row.id for row in rows])
        return [_public(row, facts.get(row.id, [])) for row in rows]

    async def _facts(self, report_ids: Sequence[UUID]) -> dict[UUID, list[Fact]]:
        rows = await (await self._store.connection()).execute(
            select(FactRow).where(FactRow.report_id.in_(report_ids)).order_by(FactRow.report_id)
        )
        return {
            report_id: [
                Fact(
                    producer=Producer(row.producer),
                    version=row.version,
                    kind=FactKind(row.kind),
                    at=row.at,
                    details=row.details,
                )
                for row in group
            ]
            for report_id, group in groupby(rows, lambda row: row.report_id)
        }


def _page(search: Search) -> Select[Any]:
    query = (
        select(
            ReportRow.id,
            ReportRow.reference,
            ReportRow.category,
            ReportRow.subcategories,
            ReportRow.category_labels,
            case((_is_published(), ReportRow.description)).label("description"),
            ReportRow.target,
            Open311RequestRow.requested_at,
        )
        .join(ReportRow, ReportRow.id == Open311RequestRow.report_id)
        .order_by(Open311RequestRow.requested_at.desc(), Open311RequestRow.report_id)
    )
    if search.ids:
        return query.where(ReportRow.reference.in_(search.ids))
    query = query.where(Open311RequestRow.requested_at.between(search.start, search.end))
    if search.codes:
        keys = func.array_to_string(
            func.array_prepend(ReportRow.category, ReportRow.subcategories), service_code(("", ""))
        )
        query = query.where(keys.in_(search.codes))
    if search.wants_open is not None:
        query = query.where(_is_open() if search.wants_open else ~_is_open())
    return query.limit(search.page_size).offset((search.page - 1) * search.page_size)


def _is_published() -> ColumnElement[bool]:
    """Whether the consumer agreed, and has not taken the report back since."""
    hidden = func.array_position(ReportRow.tags, Tag.HIDDEN_FROM_COMPANY.value)
    return ReportRow.publish_consent & ReportRow.withdrawn_at.is_(None) & hidden.is_(None)


def _is_open() -> ColumnElement[bool]:
    """The rule of `domain.tracking.track` for the status, as a condition; a test compares them."""
    status = _newest(FactRow.details["status"].astext, Producer.COMPANY_PORTAL)
    routing = _newest(FactRow.kind, Producer.ROUTING)
    unheld = or_(routing.is_(None), routing != FactKind.NOT_TRANSMITTED.value)
    return ReportRow.withdrawn_at.is_(None) & case(
        (status.is_not(None), status.in_([state.value for state in OPEN])), else_=unheld
    )


def _newest(column: Any, producer: Producer) -> Any:
    place = func.array_position(_KINDS, FactRow.kind)
    return (
        select(column)
        .where(FactRow.report_id == ReportRow.id, FactRow.producer == producer.value)
        .order_by(FactRow.version.desc(), place.desc())
        .limit(1)
        .correlate(ReportRow)
        .scalar_subquery()
    )


def _public(row: Any, facts: Sequence[Fact]) -> PublicRequest:
    updates = [fact.at for fact in facts]
    return PublicRequest(
        reference=row.reference,
        keys=(row.category, *row.subcategories),
        labels=tuple(row.category_labels),
        status=track(facts).status,
        description=row.description,
        target=row.target,
        requested_at=row.requested_at,
        updated_at=max((row.requested_at, *updates)),
    )
