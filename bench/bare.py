"""The limit of `accept`: a bare ASGI application that writes the two rows and checks nothing.

`python -m bench.bare DATABASE PORT`, in a process of its own, served as the services are. The
rows are copies of the last report in the database and of its announcement, under new numbers.
"""

import asyncio
import sys
from typing import Any

import asyncpg
import uvloop
from starlette.types import Receive, Scope, Send

from common.clock import SystemClock
from common.db.engine import plain_url
from common.http.serving import HttpServer
from common.ids import SystemChance, id_source, readable_code

POOL_SIZE = 10
BODY = b'{"status":"submitted"}'
_HEADERS = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(BODY))]
_OWN = ("id", "reference", "secret_digest", "email_digest")


class Writer:
    """Two INSERTs in one transaction, each prepared once by the driver."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", report: Any, event: Any) -> None:
        self._pool = pool
        self._report = dict(report)
        self._event = event
        names = ", ".join(self._report)
        places = ", ".join(f"${number}" for number in range(1, len(self._report) + 1))
        self._insert = f"INSERT INTO reports ({names}) VALUES ({places})"  # noqa: S608 - columns
        self._new_id = id_source(SystemClock(), SystemChance())

    @classmethod
    async def open(cls, database: str) -> "Writer":
        pool = await asyncpg.create_pool(
            plain_url(database), min_size=POOL_SIZE, max_size=POOL_SIZE
        )
        report = await pool.fetchrow("SELECT * FROM reports ORDER BY submitted_at DESC LIMIT 1")
        event = await pool.fetchrow(
            "SELECT topic, subject, body FROM outbox"
            " WHERE topic = 'intake.report_submitted.v1' ORDER BY id DESC LIMIT 1"
        )
        return cls(pool, report, event)

    async def write(self) -> None:
        chance = SystemChance()
        own = (
            self._new_id(),
            readable_code(chance, 4, 4, 4),
            chance.token_bytes(32),
            chance.token_bytes(32),
        )
        row = self._report | dict(zip(_OWN, own, strict=True))
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(self._insert, *row.values())
            await connection.execute(
                "INSERT INTO outbox (event_id, topic, subject, body) VALUES ($1, $2, $3, $4)",
                self._new_id(),
                *self._event.values(),
            )


async def serve(database: str, port: int) -> None:
    writer = await Writer.open(database)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        while (await receive()).get("more_body"):
            pass
        await writer.write()
        await send({"type": "http.response.start", "status": 201, "headers": _HEADERS})
        await send({"type": "http.response.body", "body": BODY})

    await HttpServer(app, host="127.0.0.1", port=port).run()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(sys.argv[1], int(sys.argv[2])))
