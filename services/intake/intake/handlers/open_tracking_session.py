"""Exchange the secret of a tracking link for an hour of following the report."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from common.ids import Chance
from common.secrets import digest, new_secret
from common.throttle import hit
from intake.store import Store

SESSION_LIFE = timedelta(hours=1)
TRIES_PER_NETWORK = 60


class UnknownSecret(Exception):
    """No report is followed by this secret."""


class ReportIsErased(Exception):
    """The report of this secret was erased at that instant."""

    def __init__(self, erased_at: datetime) -> None:
        super().__init__()
        self.erased_at = erased_at


@dataclass(frozen=True, slots=True)
class TrackingSession:
    token: str
    report_id: UUID
    expires_at: datetime


async def open_tracking_session(
    secret: str, store: Store, *, network: str, chance: Chance
) -> TrackingSession:
    """Raises `UnknownSecret`, `ReportIsErased`, `Throttled`."""
    await hit(store, f"tracking:{network}", limit=TRIES_PER_NETWORK, window=SESSION_LIFE)
    report_id = await store.reports.of_secret(digest(secret))
    if report_id is None:
        erasure = await store.erasures.of_secret(digest(secret))
        if erasure is not None:
            raise ReportIsErased(erasure.erased_at)
        raise UnknownSecret
    return await start_tracking_session(report_id, store, chance=chance)


async def start_tracking_session(
    report_id: UUID, store: Store, *, chance: Chance
) -> TrackingSession:
    token = new_secret(chance)
    until = store.clock.now() + SESSION_LIFE
    await store.tracking_sessions.add(digest(token), report_id, until=until)
    return TrackingSession(token, report_id, until)
