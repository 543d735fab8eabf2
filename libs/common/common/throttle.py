"""How often something may be tried: counted in PostgreSQL, so that replicas share the count."""

import hashlib
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from common.db.plumbing import ThrottleRow
from common.unit_of_work import UnitOfWork


class Throttled(Exception):
    """Too many tries; `retry_after` is how long to wait."""

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__("too many tries")
        self.retry_after = retry_after


async def hit(store: UnitOfWork, key: str, *, limit: int, window: timedelta) -> None:
    """Count one try under `key` and refuse the one after `limit` in a sliding `window`.

    The count stands even when the caller's transaction is undone by the refusal that follows:
    it is written on a connection of its own. Call it before the store's first query, so that no
    request holds two connections. Keys are kept as digests.
    """
    now = store.clock.now()
    start = _window_start(now, window)
    digest = hashlib.sha256(key.encode()).hexdigest()
    async with store.ground.engine.begin() as connection:
        count = await connection.scalar(
            insert(ThrottleRow)
            .values(key=digest, window_start=start, count=1)
            .on_conflict_do_update(
                index_elements=[ThrottleRow.key, ThrottleRow.window_start],
                set_={"count": ThrottleRow.count + 1},
            )
            .returning(ThrottleRow.count)
        )
        before = await connection.scalar(
            select(ThrottleRow.count).where(
                ThrottleRow.key == digest, ThrottleRow.window_start == start - window
            )
        )
    elapsed = (now - start) / window
    if (count or 0) + (before or 0) * (1 - elapsed) > limit:
        raise Throttled(start + window - now)


def _window_start(now: datetime, window: timedelta) -> datetime:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return epoch + (now - epoch) // window * window
