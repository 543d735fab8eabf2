"""What a notice costs the commits of a whole server: inside the transaction, or after it."""

import asyncio
import time
from collections.abc import Sequence
from statistics import median

import asyncpg

from bench.servers import Servers
from bench.table import Line, Table
from common.db.bell import OUTBOX_CHANNEL
from common.ids import SystemChance, readable_code
from onebox.postgres import create_databases, drop_databases

CONNECTIONS = 10
COMMITS = 2000
ROUNDS = 3
_PLAIN = "INSERT INTO events (body) VALUES ($1)"
_INSIDE = f"""
    WITH added AS (INSERT INTO events (body) VALUES ($1) RETURNING id)
    SELECT pg_notify('{OUTBOX_CHANNEL}', '') FROM added
"""  # noqa: S608 - our own constant


async def measure(servers: Servers) -> Sequence[Table]:
    name = f"bench_{readable_code(SystemChance(), 8).lower()}"
    made = await create_databases(servers.database, [name])
    try:
        async with asyncpg.create_pool(
            made[name], min_size=CONNECTIONS, max_size=CONNECTIONS
        ) as pool:
            await pool.execute("CREATE TABLE events (id bigserial PRIMARY KEY, body bytea)")
            rounds = [
                (
                    await _rate(pool, _PLAIN),
                    await _rate(pool, _INSIDE),
                    await _rate(pool, _PLAIN, and_then=f"NOTIFY {OUTBOX_CHANNEL}"),
                )
                for _ in range(ROUNDS)
            ]
    finally:
        await drop_databases(servers.database, [name])
    plain, inside, after = (median(rates) for rates in zip(*rounds, strict=True))
    return [
        Table(
            f"commits of one INSERT on {CONNECTIONS} connections (limit: without a notice)",
            [
                Line("notice inside the transaction", inside, "/s", plain),
                Line("notice after each commit", after, "/s", plain),
            ],
        )
    ]


async def _rate(
    pool: "asyncpg.Pool[asyncpg.Record]", statement: str, *, and_then: str | None = None
) -> float:
    left = iter(range(COMMITS))

    async def commit() -> None:
        async with pool.acquire() as connection:
            for _ in left:
                await connection.fetch(statement, bytes(800))
                if and_then is not None:
                    await connection.execute(and_then)

    begun = time.perf_counter()
    await asyncio.gather(*(commit() for _ in range(CONNECTIONS)))
    return COMMITS / (time.perf_counter() - begun)
