"""The code of a letter and the link of a mail: how long they live, how often they may be tried."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from common.ids import READABLE_ALPHABET

CODE_LENGTH = 10
CODE_LIFE = timedelta(days=60)
TRIES_PER_CODE = 5
TRIES_PER_SIRET_AND_DAY = 20
LINK_LIFE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class ActivationCode:
    """The one living code of an establishment; each new letter replaces it."""

    code_id: UUID
    siret: str
    code_hash: str
    expires_on: date
    tries: int

    def is_usable(self, today: date) -> bool:
        """Whether one more try is granted today."""
        return self.tries < TRIES_PER_CODE and today <= self.expires_on


@dataclass(frozen=True, slots=True)
class ActivationLink:
    """An address that was sent to a mailbox: whoever follows it has read the mail."""

    link_id: UUID
    code_id: UUID
    siret: str
    email: str
    expires_at: datetime
    is_used: bool
    is_code_alive: bool

    def is_usable(self, now: datetime) -> bool:
        return not self.is_used and self.is_code_alive and now < self.expires_at


def typed_code(text: str) -> str:
    """The code as it was issued, whatever case, spaces or hyphens a person typed."""
    return "".join(letter for letter in text.upper() if letter in READABLE_ALPHABET)
