"""What pages and the API show: deliveries and batches, never a content, never an address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from notifications.domain.addresses import masked
from notifications.domain.batch import Batch
from notifications.domain.kinds import Channel, Kind
from notifications.domain.sending import Reason, State
from notifications.store import Store
from notifications.store.batches import COLUMNS
from notifications.store.tables import BatchRow, DeliveryRow

_SHOWN = (
    DeliveryRow.id,
    DeliveryRow.channel,
    DeliveryRow.kind,
    DeliveryRow.state,
    DeliveryRow.reason,
    DeliveryRow.report_id,
    DeliveryRow.siret,
    DeliveryRow.recipient,
    DeliveryRow.attempts,
    DeliveryRow.created_at,
    DeliveryRow.next_attempt_at,
    DeliveryRow.ended_at,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """A delivery for operators; `recipient` is masked, and None once it ended."""

    id: UUID
    channel: Channel
    kind: Kind
    state: State
    reason: Reason | None
    report_id: UUID | None
    siret: str | None
    recipient: str | None
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None
    ended_at: datetime | None


async def deliveries(
    store: Store,
    *,
    report_id: UUID | None,
    state: State | None,
    before: UUID | None,
    limit: int,
) -> Sequence[DeliveryView]:
    """The newest first; `before` is the last one already seen."""
    statement = select(*_SHOWN)
    if report_id is not None:
        statement = statement.where(DeliveryRow.report_id == report_id)
    if state is not None:
        statement = statement.where(DeliveryRow.state == state)
    if before is not None:
        statement = statement.where(DeliveryRow.id < before)
    found = await (await store.connection()).execute(
        statement.order_by(DeliveryRow.id.desc()).limit(limit)
    )
    return [_view(row) for row in found]


def _view(row: Row[*tuple[Any, ...]]) -> DeliveryView:
    return DeliveryView(
        id=row.id,
        channel=Channel(row.channel),
        kind=Kind(row.kind),
        state=State(row.state),
        reason=None if row.reason is None else Reason(row.reason),
        report_id=row.report_id,
        siret=row.siret,
        recipient=None if row.recipient is None else masked(row.recipient),
        attempts=row.attempts,
        created_at=row.created_at,
        next_attempt_at=row.next_attempt_at if row.state == State.PENDING else None,
        ended_at=row.ended_at,
    )


async def batches(store: Store, *, before: UUID | None, limit: int) -> Sequence[Batch]:
    """The newest first; `before` is the last one already seen."""
    statement = select(*COLUMNS)
    if before is not None:
        statement = statement.where(BatchRow.id < before)
    found = await (await store.connection()).execute(
        statement.order_by(BatchRow.id.desc()).limit(limit)
    )
    return [Batch(**row._mapping) for row in found]  # noqa: SLF001 - SQLAlchemy's name


async def batch(store: Store, batch_id: UUID) -> Batch | None:
    found = await (await store.connection()).execute(
        select(*COLUMNS).where(BatchRow.id == batch_id)
    )
    row = found.one_or_none()
    return None if row is None else Batch(**row._mapping)  # noqa: SLF001 - SQLAlchemy's name
