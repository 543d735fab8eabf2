"""The search of the registry: how fast, how often right, how many at once, what it weighs."""

import asyncio
import os
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bench.filling import fill_registry
from bench.memory import resident
from bench.registry import prepared, run_job
from bench.servers import Servers
from bench.table import Line, Table, at_most, percentile
from onebox.environment import as_settings
from routing.app import SERVICE
from routing.domain.establishment import Establishment, portrait
from routing.domain.inquiry import Area, Inquiry, inquiry
from routing.gateways.index_files import open_index
from routing.gateways.index_schema import STANDING
from routing.gateways.index_seeker import CANDIDATES, questions_of
from routing.handlers.find_establishments import find_establishments
from routing.parts import RoutingParts
from routing.settings import Settings
from routing.store.tables import EstablishmentRow
from tests.routing.mutations import MUTATIONS, typed

SIZE = 200_000
ASKED = 100
AT_ONCE = 8
SECONDS = 10.0
SLIPS = ("letter_dropped", "letter_doubled", "letter_changed", "letters_swapped")
NAME_AND_TOWN = "name + town"


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody types, and the establishment that is meant."""

    meant: Establishment
    asked: Inquiry


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds of a search, on the clock and of one processor; `place`: wrong ones before."""

    wall: float
    processor: float
    place: int


async def measure(servers: Servers) -> Sequence[Table]:
    size = servers.size or SIZE
    async with prepared(servers) as environment:
        settings = Settings(**as_settings(environment))
        parts = SERVICE.build(settings)
        try:
            await fill_registry(parts, environment["DATABASE__URL"], size)
            built = await run_job(environment, "build-index")
            made = _made(settings.search.directory, built.indexed, built.peak_megabytes)
            chosen = await _chosen(parts)
            before = resident(os.getpid())
            kinds = await _kinds(parts, chosen, settings.search.directory)
            ways = await _ways(parts, chosen)
            made.append(Line("memory that searching added", resident(os.getpid()) - before, "MB"))
            made.append(await _at_once(parts, chosen))
        finally:
            await parts.close()
    told = f"{size:,} open establishments"
    return [
        Table(f"search, {told} (limit: one tantivy query)", kinds),
        Table("right answer among the first 3 (and first, and among 10), name + town", ways),
        Table(f"the index, {told}", made),
    ]


def _made(indexes: Path, seconds: float, peak: float) -> list[Line]:
    size = sum(path.stat().st_size for path in indexes.rglob("*") if path.is_file())
    return [
        Line("index built and verified in", seconds, "s"),
        Line("index on the disk", size / 1e6, "MB"),
        Line("peak memory of the build", peak, "MB"),
    ]


async def _chosen(parts: RoutingParts) -> Sequence[Establishment]:
    """Establishments by chance, but always the same ones of a stock."""
    row = EstablishmentRow
    statement = select(row.siret).order_by(func.md5(row.siret)).limit(ASKED)
    async with parts.open_store() as store:
        connection = await store.connection()
        sirets = (await connection.execute(statement)).scalars().all()
        known = await store.establishments.many(sirets)
    return sorted(known.values(), key=lambda one: one.siret)


async def _kinds(parts: RoutingParts, chosen: Sequence[Establishment], indexes: Path) -> list[Line]:
    """Each kind of question as it should be typed and with one slip."""
    lines, raw = [], raw_query(_only_folder(indexes))
    for kind, ask in KINDS.items():
        for slip in (False, True):
            questions = [Question(one, ask(one, name_typed(one, slip=slip))) for one in chosen]
            limits = [raw(question.asked) for question in questions]
            spent = [await _timed(parts, question) for question in questions]
            lines += told_kind(f"{kind}, one slip" if slip else kind, spent, limits)
    return lines


def told_kind(kind: str, spent: Sequence[Spent], limits: Sequence[float]) -> list[Line]:
    walls = [one.wall for one in spent]
    works = [one.processor for one in spent]
    worked = f"{percentile(works, 0.5):.1f} / {percentile(works, 0.95):.1f} ms of processor"
    first, three, ten = (sum(one.place < most for one in spent) for most in (1, 3, 10))
    right = f"{first / len(spent):.0%} {three / len(spent):.0%} {ten / len(spent):.0%}"
    return [
        Line(f"{kind}, p50 (right in 1, 3, 10: {right})", percentile(walls, 0.5), "ms"),
        at_most(
            f"{kind}, p95 ({worked})",
            percentile(walls, 0.95),
            "ms",
            bar=50,
            limit=percentile(limits, 0.95),
        ),
    ]


async def _ways(parts: RoutingParts, chosen: Sequence[Establishment]) -> list[Line]:
    """Every way of mistyping a name, the town being right."""
    lines = []
    for way, mutation in MUTATIONS.items():
        chance = random.Random(way)  # noqa: S311 - repeatable on purpose
        asked = [
            Question(one, _with_town(one, typed(_known_as(one), mutation, chance)))
            for one in chosen
        ]
        places = [(await _timed(parts, question)).place for question in asked]
        first, three, ten = (sum(at < most for at in places) / len(places) for most in (1, 3, 10))
        what = f"{way.replace('_', ' ')} ({first:.0%}, {ten:.0%})"
        lines.append(Line(what, 100 * three, "%", None, ">= 95 %", three >= 0.95))
    return lines


async def _at_once(parts: RoutingParts, chosen: Sequence[Establishment]) -> Line:
    """Searches a second in one process, by several clients that never pause."""
    questions = [Question(one, _with_town(one, name_typed(one, slip=True))) for one in chosen]
    ends = time.perf_counter() + SECONDS

    async def client(number: int) -> int:
        done = 0
        while time.perf_counter() < ends:
            await _timed(parts, questions[(number * 13 + done) % len(questions)])
            done += 1
        return done

    done = sum(await asyncio.gather(*map(client, range(AT_ONCE))))
    return Line(f"searches by {AT_ONCE} clients at once, one slip", done / SECONDS, "/s")


async def _timed(parts: RoutingParts, question: Question) -> Spent:
    begun, worked = time.perf_counter(), time.process_time()
    async with parts.open_store() as store:
        found = await find_establishments(question.asked, store, search=parts.search)
    wall, processor = time.perf_counter() - begun, time.process_time() - worked
    place = place_of(question.meant, [one.establishment for one in found])
    return Spent(1000 * wall, 1000 * processor, place)


def _only_folder(indexes: Path) -> Path:
    (directory,) = (path for path in indexes.iterdir() if path.is_dir())
    return directory


def raw_query(directory: Path) -> Callable[[Inquiry], float]:
    """The limit: all the words in one query put to the index, and nothing else; milliseconds."""
    index = open_index(directory)
    searcher, questions = index.searcher(), questions_of(index, directory)

    def ask(asked: Inquiry) -> float:
        begun = time.perf_counter()
        words = questions.words(asked)
        if words:
            query = questions.strict(words, asked)
            searcher.search(query, CANDIDATES, count=False, weight_by_field=STANDING)
        return 1000 * (time.perf_counter() - begun)

    return ask


def _known_as(one: Establishment) -> str:
    return one.trade_name or one.name


def _city(one: Establishment) -> str:
    """People say Paris, not Paris 8."""
    return (one.location.commune or "").rstrip("0123456789 ").lower()


def name_typed(one: Establishment, *, slip: bool) -> str:
    chance = random.Random(one.siret)  # noqa: S311 - repeatable on purpose
    way = chance.choice(SLIPS) if slip else "as_written"
    return typed(_known_as(one), MUTATIONS[way], chance)


def _with_town(one: Establishment, name: str) -> Inquiry:
    return inquiry(f"{name} {_city(one)}", Area())


def _begun(one: Establishment, name: str) -> Inquiry:
    """Two thirds of the name, the town in its own field: what is typed while results show."""
    return inquiry(name[: max(3, 2 * len(name) // 3)], Area(commune=_city(one)))


KINDS: Mapping[str, Callable[[Establishment, str], Inquiry]] = {
    NAME_AND_TOWN: _with_town,
    "name + département": lambda one, name: inquiry(name, Area(None, one.location.department)),
    "name alone": lambda _, name: inquiry(name, Area()),
    "beginning of a name + town": _begun,
}


def place_of(meant: Establishment, found: Sequence[Establishment]) -> int:
    """How many wrong ones stand before a right one; many when there is none.

    One that bears the same name in the same city is right too: nobody who knows only a name
    and a city could tell the two apart.
    """
    names = {name.words for name in portrait(meant).names}
    for place, one in enumerate(found):
        if _city(one) == _city(meant) and names & {name.words for name in portrait(one).names}:
            return place
    return sys.maxsize
