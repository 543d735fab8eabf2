"""What notifications tells: what left, by which channel, and what did not."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from common.contracts.event import Classification, Event, ReportEvent


class Channel(StrEnum):
    MAIL = "mail"
    LETTER = "letter"


class DeliveryState(StrEnum):
    """Where a delivery stands; `unknown`: it may have left, and is never sent again by itself."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


class DeliveryEnded(Event):
    """A mail left or did not, a letter was printed; never to whom."""

    topic: ClassVar[str] = "notifications.delivery_ended.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    delivery_id: UUID
    channel: Channel
    kind: str
    state: DeliveryState
    report_id: UUID | None = None
    siret: str | None = None
    ended_at: datetime

    @property
    def subject(self) -> str:
        return f"delivery/{self.delivery_id}"


class ReportForgotten(ReportEvent):
    """Notifications has erased what it held of the report's people."""

    topic: ClassVar[str] = "notifications.report_forgotten.v1"
    classification: ClassVar[Classification] = Classification.PSEUDONYMOUS
    forgotten_at: datetime
