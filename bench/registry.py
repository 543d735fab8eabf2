"""The registry: how fast it is imported, how well and how fast it is searched."""

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from bench.memory import peak
from bench.servers import Servers, a_service_alone
from bench.table import Line, Table, at_least, at_most, percentile
from common.db import migrations
from common.db.engine import plain_url
from onebox.environment import Environment, as_settings
from routing.app import SERVICE
from routing.domain.establishment import Diffusion, Establishment, portrait
from routing.domain.inquiry import Area, Inquiry, inquiry
from routing.domain.sample.stock import make_stock
from routing.gateways.index_files import open_index
from routing.gateways.index_schema import STANDING
from routing.gateways.index_seeker import CANDIDATES, questions_of
from routing.handlers.find_establishments import find_establishments
from routing.handlers.write_sample import write_sample
from routing.parts import RoutingParts
from routing.settings import Settings
from tests.routing.mutations import MUTATIONS, typed

FIRMS = 200_000
ASKED = 40
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
    async with _prepared(servers) as environment:
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


async def measure_search(servers: Servers) -> Sequence[Table]:
    stock = await asyncio.to_thread(_stock, servers)
    async with _prepared(servers) as environment:
        await _import(environment, stock)
        settings = Settings(**as_settings(environment))
        parts = SERVICE.build(settings)
        try:
            return await _search(parts, settings.search.directory)
        finally:
            await parts.close()


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
async def _prepared(servers: Servers) -> AsyncIterator[Environment]:
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
    idle = await _run_job(environment, "--help")
    files = ("--establishments", str(stock.establishments), "--legal-units", str(stock.legal_units))
    done = await _run_job(environment, "import-registry", *files)
    return Imported(
        done.in_service - idle.indexed, done.indexed - idle.indexed, done.peak_megabytes
    )


async def _run_job(environment: Environment, *words: str) -> Imported:
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


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody types who knows a name and a town, and the establishment that is meant."""

    meant: Establishment
    asked: Inquiry


async def _search(parts: RoutingParts, indexes: Path) -> Sequence[Table]:
    chosen = await _chosen(parts)
    raw = _raw(indexes)
    rights, ours, raws = [], [], []
    for way in MUTATIONS:
        questions = _questions(chosen, way)
        places = []
        for question in questions:
            begun = time.perf_counter()
            raw(question.asked)
            raws.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            async with parts.open_store() as store:
                found = await find_establishments(question.asked, store, search=parts.search)
            ours.append(time.perf_counter() - begun)
            places.append(_place(question.meant, [one.establishment for one in found]))
        rights.append(_right(way.replace("_", " "), places))
    speed = [_speed(share, ours, raws) for share in (0.5, 0.95)]
    size = f"{len(ours):,} questions, {FIRMS:,} establishments"
    return [
        Table(f"registry search, name and town, {size} (limit: one tantivy query)", speed),
        Table("right answer among the first 3 (and first, and among 10)", rights),
    ]


def _speed(share: float, ours: Sequence[float], raws: Sequence[float]) -> Line:
    what, mine = f"p{share * 100:.0f}", 1000 * percentile(ours, share)
    limit = 1000 * percentile(raws, share)
    if share > 0.5:
        return at_most(what, mine, "ms", bar=50, limit=limit)
    return Line(what, mine, "ms", limit)


def _right(way: str, places: Sequence[int]) -> Line:
    first, three, ten = (sum(place < most for place in places) / len(places) for most in (1, 3, 10))
    what = f"{way} ({first:.0%}, {ten:.0%})"
    return Line(what, 100 * three, "%", None, ">= 95 %", three >= 0.95)


async def _chosen(parts: RoutingParts) -> Sequence[Establishment]:
    """Open establishments that can be found by their name, by chance but always the same."""
    async with parts.open_store() as store:
        known = [
            one
            for batch in [batch async for batch in store.establishments.stream()]
            for one in batch
            if one.is_open and one.diffusion is Diffusion.OPEN and portrait(one).names
        ]
    known.sort(key=lambda one: one.siret)
    return random.Random(7).sample(known, ASKED)  # noqa: S311 - repeatable on purpose


def _questions(chosen: Sequence[Establishment], way: str) -> list[Question]:
    chance = random.Random(way)  # noqa: S311 - repeatable on purpose
    return [
        Question(
            one,
            inquiry(
                f"{typed(one.trade_name or one.name, MUTATIONS[way], chance)}"
                f" {(one.location.commune or '').lower()}",
                Area(),
            ),
        )
        for one in chosen
    ]


def _raw(indexes: Path) -> Callable[[Inquiry], object]:
    """The limit: one query for all the words put to the index, and nothing else."""
    (directory,) = (path for path in indexes.iterdir() if path.is_dir())
    index = open_index(directory)
    searcher, questions = index.searcher(), questions_of(index, directory)

    def ask(asked: Inquiry) -> object:
        query = questions.strict(questions.words(asked), asked)
        return searcher.search(query, CANDIDATES, count=False, weight_by_field=STANDING)

    return ask


def _place(meant: Establishment, found: Sequence[Establishment]) -> int:
    """How many wrong ones stand before a right one; many when there is none.

    One that bears the same name in the same commune is right too: nobody who knows only a name
    and a town could tell the two apart.
    """
    names = {name.words for name in portrait(meant).names}
    for place, one in enumerate(found):
        is_near = one.location.commune_code == meant.location.commune_code
        if is_near and names & {name.words for name in portrait(one).names}:
            return place
    return sys.maxsize
