"""A delivery as a deed plans it, before it has a row."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from notifications.domain.kinds import Kind
from notifications.domain.messages import Lang, MailMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMail:
    """One mail to one person. Two plans with one `dedup_key` are one mail.

    `version` is the one of the case it speaks of (0: of none); after `expires_at` it is not sent.
    """

    dedup_key: str
    message: MailMessage
    lang: Lang
    recipient: str
    report_id: UUID | None = None
    siret: str | None = None
    version: int = 0
    expires_at: datetime | None = None

    @property
    def kind(self) -> Kind:
        return self.message.kind
