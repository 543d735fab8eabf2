"""The registry: how fast it is imported."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from bench.memory import peak
from bench.servers import Servers, a_service_alone
from bench.table import Line, Table, at_least, at_most
from common.db import migrations
from common.db.engine import plain_url
from onebox.environment import Environment
from routing.domain.sample.stock import make_stock
from routing.handlers.write_sample import write_sample

FIRMS = 200_000
BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stock:
    establishments: Path
    legal_units: Path
    lines: int


@dataclass(frozen=True, slots=True)
class Imported:
    """`in_service`: the tables are swapped; `indexed`: the search index is built and verified."""

    in_service: float
    indexed: float
    peak_megabytes: float


async def measure_import(servers: Servers) -> Sequence[Table]:
    stock = await asyncio.to_thread(_stock, servers)
    async with prepared(servers) as environment:
        copied = await _copy(environment["DATABASE__URL"], stock)
        ours = await _import(environment, stock)
    lines = [
        at_least(
            "rows in service",
            stock.lines / ours.in_service,
            "/s",
            limit=stock.lines / copied,
            share=0.3,
        ),
        Line("rows in service and indexed", stock.lines / ours.indexed, "/s"),
        at_most("peak memory of the job", ours.peak_megabytes, "MB", bar=1000),
    ]
    return [Table(f"import of {stock.lines:,} lines (limit: COPY of the same files)", lines)]


def _stock(servers: Servers) -> Stock:
    """A synthetic stock, the same one every time; written once for both benchmarks."""
    folder = servers.folder / "stock"
    establishments, legal_units = sorted(folder.glob("*.csv")) or sorted(
        write_sample(make_stock(FIRMS, seed=1), folder), key=lambda path: path.name
    )
    lines = sum(_lines(path) - 1 for path in (establishments, legal_units))
    return Stock(establishments, legal_units, lines)


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(BLOCK), b""))


@asynccontextmanager
async def prepared(servers: Servers) -> AsyncIterator[Environment]:
    """Routing's database and environment, without object storage: one process reads its disk."""
    async with a_service_alone(servers, "routing") as given:
        environment = {name: value for name, value in given.items() if "STORAGE" not in name}
        await migrations.upgrade(environment["DATABASE__URL"], "routing")
        yield environment


async def _copy(database: str, stock: Stock) -> float:
    """The limit: both files as they are, every column as text, into tables without index."""
    connection = await asyncpg.connect(plain_url(database))
    try:
        taken = 0.0
        for path in (stock.legal_units, stock.establishments):
            with path.open(encoding="utf-8") as file:
                columns = ", ".join(f'"{name}" text' for name in file.readline().strip().split(","))
            await connection.execute(f"CREATE TABLE raw ({columns})")
            begun = time.perf_counter()
            await connection.copy_to_table("raw", source=path, format="csv", header=True)
            taken += time.perf_counter() - begun
            await connection.execute("DROP TABLE raw")
        return taken
    finally:
        await connection.close()


async def _import(environment: Environment, stock: Stock) -> Imported:
    """The command that an operator runs, in its own process; Python's own start is left out."""
    idle = await run_job(environment, "--help")
    files = ("--establishments", str(stock.establishments), "--legal-units", str(stock.legal_units))
    done = await run_job(environment, "import-registry", *files)
    return Imported(
        done.in_service - idle.indexed, done.indexed - idle.indexed, done.peak_megabytes
    )


async def run_job(environment: Environment, *words: str) -> Imported:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "routing", "job", *words),
        env={"PYTHONUTF8": "1", **environment},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    begun, in_service, most = time.perf_counter(), 0.0, 0.0
    told = process.stderr or asyncio.StreamReader()
    async for line in told:
        most = max(most, peak(process.pid))
        if line.strip().endswith(b"is in service"):
            in_service = time.perf_counter() - begun
    if await process.wait():
        raise RuntimeError(f"routing job {words[0]} failed")
    return Imported(in_service, time.perf_counter() - begun, most)
