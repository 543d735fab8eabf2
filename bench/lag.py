"""From an event committed in one service to its effect in another."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TypeAlias

import aio_pika
import asyncpg

from bench.load import open_loop
from bench.reports import Forms
from bench.servers import Servers, a_form, a_town
from bench.table import Line, Table, at_most, percentile
from common.clock import SystemClock
from common.ids import SystemChance, uuid7
from common.testing.waiting import until
from onebox.processes import Member, Role
from tests.journeys.town import Town

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

PER_SECOND = 50
SECONDS = 30
WARM_UP = 250
QUEUED = 10_000
PATIENCE = 300.0
SUBMITTED = "intake.report_submitted.v1"
# Written last before the commit: the decision in routing's outbox, the inbox row elsewhere.
_DECIDED = "SELECT subject, created_at FROM outbox WHERE topic LIKE 'routing.report_%'"


async def measure(servers: Servers) -> Sequence[Table]:
    published = await raw(servers.broker)
    per_second = PER_SECOND * servers.pace
    queued = int(QUEUED * servers.pace)
    async with a_town(servers, "lag") as place:
        lags, refused = await at_a_steady_pace(place, per_second=per_second)
        drained = await drain(place, queued)
    milliseconds = [1000 * lag for lag in lags]
    raws = [1000 * lag for lag in published]
    return [
        Table(
            f"event committed in intake -> decision written in routing, {per_second:g}/s for"
            f" {SECONDS} s (limit: raw publish + consume)",
            [
                at_most("refused", refused, f"of {len(lags) + refused:,}", bar=1),
                _lag("p50", milliseconds, raws, share=0.5, bar=50),
                _lag("p99", milliseconds, raws, share=0.99, bar=1000),
            ],
        ),
        Table(
            f"{queued:,} events queued while routing's worker was down",
            [
                at_most("all decided after", drained, "s", bar=60 * servers.pace),
                Line("decided", queued / drained, "/s"),
            ],
        ),
    ]


def _lag(
    what: str, values: Sequence[float], raws: Sequence[float], *, share: float, bar: float
) -> Line:
    limit = percentile(raws, share)
    return at_most(what, percentile(values, share), "ms", bar=bar, limit=limit)


async def at_a_steady_pace(place: Town, *, per_second: float) -> tuple[list[float], int]:
    """The seconds from each outbox row to routing's decision; how many were refused."""
    address = place.addresses.intake
    forms = Forms(address, place.world.databases["intake"], await a_form(address))
    warm = await open_loop(address, await forms.make(WARM_UP), per_second=per_second)
    begun = SystemClock().now()
    requests = await forms.make(int(per_second * SECONDS))
    outcome = await open_loop(address, requests, per_second=per_second)
    filed = len(warm.taken) + len(outcome.taken)
    async with connected(place, "intake") as intake, connected(place, "routing") as routing:
        await _until_decided(routing, filed)
        committed = await intake.fetch(
            "SELECT subject, created_at FROM outbox WHERE topic = $1 AND created_at > $2",
            SUBMITTED,
            begun,
        )
        decided = {row["subject"]: row["created_at"] for row in await routing.fetch(_DECIDED)}
    lags = [
        (decided[row["subject"]] - row["created_at"]).total_seconds()
        for row in committed
        if row["subject"] in decided
    ]
    return lags, outcome.refused


async def drain(place: Town, queued: int) -> float:
    """The seconds in which routing alone works off what was queued while it was away."""
    worker = Member("routing", Role.WORKER)
    others = [m for m in place.fleet.members if m.role is Role.WORKER and m != worker]
    async with connected(place, "intake") as intake, connected(place, "routing") as routing:
        await _until_decided(routing, await _count(intake, SUBMITTED))
        await place.fleet.stop(worker)
        await _announce_again(intake, queued)
        await until(lambda: _is_empty(intake), within=PATIENCE)
        await place.fleet.stop(*others)
        before = await _decisions(routing)
        place.fleet.start(worker)
        await _until_decided(routing, before + 1)
        begun = time.monotonic()
        await _until_decided(routing, before + queued)
        return time.monotonic() - begun


async def _announce_again(intake: Connection, size: int) -> None:
    """That many submissions like the last one, each of a report and an event of its own."""
    row = await intake.fetchrow(
        "SELECT body FROM outbox WHERE topic = $1 ORDER BY id DESC LIMIT 1", SUBMITTED
    )
    template = json.loads(row["body"]) if row else {}
    now, chance = SystemClock().now(), SystemChance()
    rows = []
    for _ in range(size):
        event_id, report_id = uuid7(now, chance), uuid7(now, chance)
        subject = f"report/{report_id}"
        data = template["data"] | {"report_id": str(report_id)}
        body = template | {"id": str(event_id), "subject": subject, "data": data}
        rows.append((event_id, SUBMITTED, subject, json.dumps(body).encode()))
    await intake.copy_records_to_table(
        "outbox", records=rows, columns=("event_id", "topic", "subject", "body")
    )
    await intake.execute("NOTIFY outbox")


async def _is_empty(intake: Connection) -> bool:
    return not await intake.fetchval("SELECT count(*) FROM outbox WHERE sent_at IS NULL")


async def _until_decided(routing: Connection, count: int) -> None:
    async def is_decided() -> bool:
        return await _decisions(routing) >= count

    await until(is_decided, within=PATIENCE)


async def _decisions(routing: Connection) -> int:
    return int(await routing.fetchval("SELECT count(*) FROM decisions"))


async def _count(intake: Connection, topic: str) -> int:
    return int(await intake.fetchval("SELECT count(*) FROM outbox WHERE topic = $1", topic))


@asynccontextmanager
async def connected(place: Town, service: str) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(place.world.databases[service])
    try:
        yield connection
    finally:
        await connection.close()


async def raw(broker: str) -> list[float]:
    """The limit: one process publishes with confirms to a quorum queue, and consumes from it."""
    lags: list[float] = []
    everything = asyncio.Event()
    connection = await aio_pika.connect(broker)
    async with connection, connection.channel() as channel:
        queue = await channel.declare_queue(
            f"bench.raw.{uuid7(SystemClock().now(), SystemChance())}",
            durable=True,
            arguments={"x-queue-type": "quorum"},
        )

        async def receive(message: aio_pika.abc.AbstractIncomingMessage) -> None:
            await message.ack()
            lags.append(time.perf_counter() - float(message.body[:24]))
            if len(lags) == PER_SECOND * SECONDS:
                everything.set()

        try:
            tag = await queue.consume(receive)
            for _ in range(PER_SECOND * SECONDS):
                body = f"{time.perf_counter():<24}".encode().ljust(1024)
                message = aio_pika.Message(body, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
                await channel.default_exchange.publish(message, routing_key=queue.name)
                await asyncio.sleep(1 / PER_SECOND)
            async with asyncio.timeout(PATIENCE):
                await everything.wait()
            await queue.cancel(tag)
        finally:
            await queue.delete(if_unused=False, if_empty=False)
    return lags
