"""The relay's side of the outbox: what is left to send, what was sent, what failed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self
from uuid import UUID

import asyncpg

from common.db.engine import plain_url
from common.unit_of_work import Ground

ADVISORY_LOCK = 7301
COMMAND_SECONDS = 10.0

_TODO = """
    SELECT id, event_id, topic, subject, body, attempts FROM outbox AS waiting
    WHERE sent_at IS NULL AND next_attempt_at <= clock_timestamp() AND id <> ALL($1::bigint[])
      AND NOT EXISTS (
        SELECT FROM outbox AS earlier
        WHERE earlier.subject = waiting.subject AND earlier.id < waiting.id
          AND earlier.sent_at IS NULL AND earlier.next_attempt_at > clock_timestamp())
    ORDER BY id LIMIT $2
"""
_SENT = """
    UPDATE outbox SET sent_at = clock_timestamp() WHERE id = ANY($1::bigint[]) AND sent_at IS NULL
    RETURNING extract(epoch FROM sent_at - created_at)::float8 AS lag
"""
_FAILED = """
    UPDATE outbox SET attempts = attempts + 1, last_error = $2,
      next_attempt_at = clock_timestamp() + least(2 ^ least(attempts, 6), $3) * interval '1 second'
    WHERE id = $1
"""
_STATE = """
    SELECT count(*) AS unsent,
      coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8 AS oldest
    FROM outbox WHERE sent_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event that has not been confirmed."""

    id: int
    event_id: UUID
    topic: str
    subject: str
    body: bytes
    attempts: int


class OutboxConnection:
    """The connection that holds the relay's lock and does all its marking."""

    def __init__(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        self._connection = connection

    @classmethod
    async def open(cls, ground: Ground) -> Self:
        connection = await asyncpg.connect(
            plain_url(ground.engine.url.render_as_string(hide_password=False)),
            timeout=COMMAND_SECONDS,
            command_timeout=COMMAND_SECONDS,
            server_settings={
                "application_name": f"{ground.service} relay",
                # The server frees the lock of a relay that vanished within half a minute.
                "tcp_keepalives_idle": "10",
                "tcp_keepalives_interval": "5",
                "tcp_keepalives_count": "3",
            },
        )
        return cls(connection)

    def close(self) -> None:
        self._connection.terminate()

    async def try_lock(self) -> bool:
        query = "SELECT pg_try_advisory_lock($1)"
        return bool(await self._connection.fetchval(query, ADVISORY_LOCK))

    async def newest_id(self) -> int:
        return await self._connection.fetchval("SELECT max(id) FROM outbox") or 0

    async def todo(self, *, without: Collection[int], limit: int) -> list[Waiting]:
        """Oldest first, leaving out what stands behind an earlier failure of its own subject."""
        rows = await self._connection.fetch(_TODO, list(without), limit)
        return [Waiting(*row.values()) for row in rows]

    async def mark_sent(self, ids: Sequence[int]) -> list[float]:
        """The seconds each one waited since its commit."""
        return [row["lag"] for row in await self._connection.fetch(_SENT, ids)] if ids else []

    async def put_back(self, row_id: int, *, reason: str, longest_backoff: float) -> None:
        await self._connection.execute(_FAILED, row_id, reason, longest_backoff)

    async def state(self) -> tuple[int, float]:
        """How many wait, and for how many seconds the oldest has."""
        row = await self._connection.fetchrow(_STATE)
        return (row["unsent"], row["oldest"]) if row else (0, 0.0)
