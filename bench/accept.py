"""Accepting a report: how many a process can, and how long people wait when all services run."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from statistics import median

from bench import processor
from bench.load import Outcome, closed_loop, open_loop
from bench.reports import Forms
from bench.servers import Servers, a_form, a_service_alone, a_town
from bench.table import Line, Table, at_least, at_most
from common.db import migrations
from onebox.ports import HOST, free_ports
from onebox.processes import Fleet, Member, Role

CLIENTS = 32
# Connections and caches are made in a crowd of this size, not in a rush.
GENTLE = 12
ROUNDS = 5
EACH = 1500
WARM_UP = 300
PER_SECOND = 100
SECONDS = 30


async def measure(servers: Servers) -> Sequence[Table]:
    return [await how_many(servers)]


async def measure_steadily(servers: Servers) -> Sequence[Table]:
    return [await how_long(servers, per_second=PER_SECOND * servers.pace)]


async def how_many(servers: Servers) -> Table:
    """One API process against the bare application, on the same tables, in alternating rounds."""
    async with a_service_alone(servers, "intake") as environment:
        database = environment["DATABASE__URL"]
        await migrations.upgrade(database, "intake")
        fleet = Fleet({"intake": environment}, logs=servers.folder / "accept")
        api = Member("intake", Role.API)
        fleet.start(api)
        try:
            await fleet.wait_until_ready([api])
            address = fleet.url("intake")
            forms = Forms(address, database, await a_form(address))
            await closed_loop(address, await forms.make(WARM_UP), clients=GENTLE)
            async with bare(database) as limit:
                await closed_loop(limit.address, await forms.make(WARM_UP), clients=GENTLE)
                ours, bares = [], []
                for _ in range(ROUNDS):
                    ours.append(await _round(address, forms, fleet.pid(api)))
                    bares.append(await _round(limit.address, forms, limit.pid))
        finally:
            await fleet.stop()
    return _table(ours, bares)


@dataclass(frozen=True, slots=True)
class Round:
    """What came out, and the milliseconds of processor for each report: the server's, ours."""

    outcome: Outcome
    server: float
    generator: float


async def _round(address: str, forms: Forms, pid: int) -> Round:
    requests = await forms.make(EACH)
    server, generator = processor.spent(pid), time.process_time()
    outcome = (await closed_loop(address, requests, clients=CLIENTS)).accepted()
    return Round(
        outcome,
        1000 * (processor.spent(pid) - server) / EACH,
        1000 * (time.process_time() - generator) / EACH,
    )


def _table(ours: Sequence[Round], bares: Sequence[Round]) -> Table:
    def middle(rounds: Sequence[Round], share: float) -> float:
        return median(one.outcome.percentile(share) for one in rounds)

    rate, most = (median(one.outcome.per_second for one in kind) for kind in (ours, bares))
    server, least = (median(one.server for one in kind) for kind in (ours, bares))
    generator = median(one.generator for one in ours)
    return Table(
        f"accept a report, {CLIENTS} clients, one process, {ROUNDS} rounds of {EACH}"
        " (limit: bare ASGI, two INSERTs)",
        [
            at_least("accepted", rate, "/s", limit=most, share=0.5),
            Line("p50", middle(ours, 0.5), "ms", middle(bares, 0.5)),
            Line("p99", middle(ours, 0.99), "ms", middle(bares, 0.99)),
            Line("processor of the API process for each", server, "ms", least),
            Line("processor of the load generator for each", generator, "ms"),
        ],
    )


@dataclass(frozen=True, slots=True)
class Limit:
    address: str
    pid: int


@asynccontextmanager
async def bare(database: str) -> AsyncIterator[Limit]:
    """The bare application in a process of its own."""
    (port,) = free_ports(1)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.bare", database, str(port)
    )
    try:
        await _listens(port)
        yield Limit(f"http://{HOST}:{port}", process.pid)
    finally:
        process.terminate()
        await process.wait()


async def _listens(port: int) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                _, writer = await asyncio.open_connection(HOST, port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return


async def how_long(servers: Servers, *, per_second: float) -> Table:
    """A steady arrival with APIs, workers, broker, database and storage on the same machine."""
    async with a_town(servers, "accept-town") as place:
        address = place.addresses.intake
        forms = Forms(address, place.world.databases["intake"], await a_form(address))
        await open_loop(address, await forms.make(WARM_UP), per_second=per_second)
        requests = await forms.make(int(per_second * SECONDS))
        before = _spent(place.fleet)
        outcome = await open_loop(address, requests, per_second=per_second)
        taken = max(1, len(outcome.taken))
        costs = {
            name: 1000 * (seconds - before[name]) / taken
            for name, seconds in _spent(place.fleet).items()
        }
    return Table(
        f"accept a report, {per_second:g}/s for {SECONDS} s, all five services up",
        [
            at_most("refused", outcome.refused, f"of {len(outcome.answers):,}", bar=1),
            Line("p50", outcome.percentile(0.5), "ms"),
            Line("p95", outcome.percentile(0.95), "ms"),
            at_most("p99", outcome.percentile(0.99), "ms", bar=300),
            *(Line(f"processor of {name} for each", cost, "ms") for name, cost in costs.items()),
        ],
    )


def _spent(fleet: Fleet) -> dict[str, float]:
    """The seconds of processor that each process has used so far."""
    return {str(member): processor.spent(fleet.pid(member)) for member in fleet.members}
