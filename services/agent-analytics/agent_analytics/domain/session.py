"""How long a signed-in person stays signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in agent. The token itself is known to the browser only."""

    agent_id: UUID
    opened_at: datetime
    seen_at: datetime

    @property
    def expires_at(self) -> datetime:
        """The instant from which the session is refused, were it not used again before."""
        return min(self.seen_at + IDLE, self.opened_at + LONGEST)

    def is_alive(self, now: datetime) -> bool:
        return now < self.expires_at
