"""The proof of an e-mail address: a six-digit code, five tries, ten minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
MOST_TRIES = 5
PROOF_LIFE = timedelta(hours=4)
MOST_REPORTS_PER_PROOF = 20
SENDS_PER_ADDRESS = 3
SENDS_PER_NETWORK = 20
CONFIRMATIONS_PER_NETWORK = 60
SENDS_WINDOW = timedelta(hours=1)


class ProofRefused(Exception):
    """The proof is unknown, expired, used up or another address's."""


@dataclass(frozen=True, slots=True)
class PendingCode:
    """The latest code sent to an address. Only its argon2 hash is kept."""

    id: UUID
    code_hash: str
    expires_at: datetime
    tries: int
    is_used: bool

    def may_be_tried(self, now: datetime) -> bool:
        return not self.is_used and self.tries < MOST_TRIES and now < self.expires_at


def code_from(number: int) -> str:
    """The number as a code, zeros in front."""
    return str(number).zfill(CODE_DIGITS)
