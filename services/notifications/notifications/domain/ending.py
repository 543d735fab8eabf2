"""A delivery that ended, as the other services are told of it."""

from dataclasses import dataclass
from uuid import UUID

from notifications.domain.kinds import Channel, Kind
from notifications.domain.sending import State


@dataclass(frozen=True, slots=True)
class Ending:
    """What left or did not; never to whom."""

    delivery_id: UUID
    channel: Channel
    kind: Kind
    state: State
    report_id: UUID | None
    siret: str | None
