"""Messages parked by the in-process broker: rows of the consumer's `parked` table."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import partial

import asyncpg

from common.db.bell import OUTBOX_CHANNEL
from common.messaging.delivery import ATTEMPT
from common.messaging.parked.shelf import Held, ParkedMessage, attributes_of

_LIST = """
    SELECT id, queue, event_id, body, headers, reason, parked_at FROM parked
    WHERE queue = ANY($1::text[]) ORDER BY id LIMIT 1000
"""
# The relay of the consumer's own outbox hands it over again; the inboxes of those who were done
# with it absorb it.
_SEND_AGAIN = """
    INSERT INTO outbox (event_id, topic, subject, body) VALUES ($1, $2, $3, $4)
    ON CONFLICT (event_id) DO UPDATE SET sent_at = NULL, next_attempt_at = '-infinity'
"""


class TableShelf:
    """On connections that read `jsonb` as Python values."""

    def __init__(self, connections: "Iterable[asyncpg.Connection[asyncpg.Record]]") -> None:
        self._connections = tuple(connections)

    @asynccontextmanager
    async def open(self, queues: Sequence[str]) -> AsyncIterator[list[Held]]:
        held = []
        for connection in self._connections:
            rows = await connection.fetch(_LIST, list(queues))
            held += [_held(connection, row) for row in rows]
        yield held


def _held(connection: "asyncpg.Connection[asyncpg.Record]", row: asyncpg.Record) -> Held:
    message = ParkedMessage(
        queue=row["queue"],
        event_id=str(row["event_id"]) if row["event_id"] else None,
        topic=attributes_of(row["body"]).get("type"),
        reason=row["reason"],
        parked_at=row["parked_at"],
        attempts=int(row["headers"].get(ATTEMPT, 0)),
        body=row["body"],
    )
    return Held(
        message,
        replay=partial(_replay, connection, row["id"], message),
        discard=partial(_remove, connection, row["id"]),
    )


async def _replay(
    connection: "asyncpg.Connection[asyncpg.Record]",
    row_id: int,
    message: ParkedMessage,
    by: str,  # noqa: ARG001 - the register has the name; a row has no headers
) -> bool:
    attributes = message.attributes()
    if message.event_id is None or not {"type", "subject"} <= attributes.keys():
        return False
    async with connection.transaction():
        if not await _remove(connection, row_id):
            return False
        event_id, topic, subject = message.event_id, attributes["type"], attributes["subject"]
        await connection.execute(_SEND_AGAIN, event_id, topic, subject, message.body)
        await connection.execute(f"NOTIFY {OUTBOX_CHANNEL}")
    return True


async def _remove(connection: "asyncpg.Connection[asyncpg.Record]", row_id: int) -> bool:
    removed = await connection.fetchval("DELETE FROM parked WHERE id = $1 RETURNING id", row_id)
    return removed is not None
