"""Erasure reaches the parked messages too."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from common import log
from common.db.engine import plain_url
from common.messaging.parked.in_tables import TableShelf
from common.messaging.parked.on_rabbit import RabbitShelf
from common.messaging.parked.shelf import Shelf
from common.settings import BrokerSettings
from common.unit_of_work import Ground

CONNECT_SECONDS = 5.0


async def forget_parked(ground: Ground, broker: BrokerSettings | None) -> int:
    """Remove the service's parked messages about erased subjects; how many went.

    One that is still being tried when its subject is erased may be parked afterwards: whoever
    calls this calls it again and again.
    """
    url = ground.engine.url.render_as_string(hide_password=False)
    async with reading_json(url) as connection:
        rows = await connection.fetch("SELECT subject FROM forgotten_subjects")
        forgotten = {row["subject"] for row in rows}
        if not forgotten:
            return 0
        queues = await connection.fetch("SELECT DISTINCT queue FROM queue_subscriptions")
        shelves: list[Shelf] = [TableShelf([connection])]
        if broker is not None:
            shelves.append(RabbitShelf(broker))
        names = [row["queue"] for row in queues]
        gone = sum([await _remove(shelf, names, forgotten) for shelf in shelves])
    if gone:
        log.logger().info("parked_messages_forgotten", count=gone)
    return gone


@asynccontextmanager
async def reading_json(
    url: str, *, application: str = "vigie parked"
) -> "AsyncIterator[asyncpg.Connection[asyncpg.Record]]":
    """A connection that reads and writes `jsonb` as Python values."""
    connection = await asyncpg.connect(
        plain_url(url),
        timeout=CONNECT_SECONDS,
        server_settings={"application_name": application, "timezone": "UTC"},
    )
    try:
        await connection.set_type_codec(
            "jsonb", schema="pg_catalog", encoder=json.dumps, decoder=json.loads
        )
        yield connection
    finally:
        await connection.close()


async def _remove(shelf: Shelf, queues: list[str], forgotten: set[str]) -> int:
    async with shelf.open(queues) as held:
        doomed = [item for item in held if item.message.attributes().get("subject") in forgotten]
        return sum([await item.discard() for item in doomed])
