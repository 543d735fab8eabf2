"""The one way a delivery ends: emptied, dated, and told."""

from typing import Any

from sqlalchemy import Row, update
from sqlalchemy.sql.dml import ReturningUpdate

from notifications.domain.ending import Ending
from notifications.domain.kinds import Channel, Kind
from notifications.domain.sending import Reason, State
from notifications.store.tables import DeliveryRow


def ending(
    state: State, reason: Reason | None, *where: Any, at: Any
) -> ReturningUpdate[*tuple[Any, ...]]:
    """The statement that ends the deliveries chosen by `where`; read it with `read`."""
    return (
        update(DeliveryRow)
        .where(*where)
        .values(
            state=state,
            reason=reason,
            ended_at=at,
            context=None,
            recipient=None,
            sending_since=None,
        )
        .returning(
            DeliveryRow.id,
            DeliveryRow.channel,
            DeliveryRow.kind,
            DeliveryRow.state,
            DeliveryRow.report_id,
            DeliveryRow.siret,
        )
    )


def read(row: Row[*tuple[Any, ...]]) -> Ending:
    return Ending(
        delivery_id=row.id,
        channel=Channel(row.channel),
        kind=Kind(row.kind),
        state=State(row.state),
        report_id=row.report_id,
        siret=row.siret,
    )
