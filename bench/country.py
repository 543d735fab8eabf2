"""The index at the size of a country, alone: without PostgreSQL, whose part does not grow with it.

The names are those of an invented stock of `DRAWN` establishments; to reach the size, each is
moved to other communes under other numbers. Numbers are ranks: nothing here looks at their keys.
"""

import asyncio
import os
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tantivy import Document, Index

from bench.filling import open_firms
from bench.memory import resident
from bench.search import (
    ASKED,
    AT_ONCE,
    KINDS,
    NAME_AND_TOWN,
    SECONDS,
    Spent,
    name_typed,
    place_of,
    raw_query,
    told_kind,
)
from bench.servers import Servers
from bench.table import Line, Table
from common.values import Siren, Siret
from routing.domain.establishment import Diffusion, Establishment, Location
from routing.domain.inquiry import Inquiry, department_of_commune
from routing.domain.sample.communes import Commune, communes
from routing.domain.sketch import packed, sketch_of
from routing.domain.words import fold
from routing.gateways.index_build import WRITER_HEAP_BYTES
from routing.gateways.index_files import files_of, open_index
from routing.gateways.index_schema import (
    TOKENIZER,
    analyzer,
    fields_of,
    schema,
    standing_of,
    written,
)
from routing.gateways.index_seeker import Seeker, load
from routing.gateways.index_vocabulary import FOLDER, write_vocabulary
from routing.handlers.find_establishments import worthy
from routing.ports import IndexVersion

SIZE = 2_000_000
DRAWN = 200_000


@dataclass(frozen=True, slots=True)
class Country:
    """Establishments by rank: the same rank is always the same one."""

    drawn: Sequence[Establishment]
    towns: Sequence[Commune]

    def at(self, rank: int) -> Establishment:
        one, commune = self.drawn[rank % len(self.drawn)], self.town_of(rank)
        return Establishment(
            siret=Siret(f"{rank:014d}"),
            siren=one.siren,
            name=one.name,
            location=_location(commune, one.location.street or ""),
            diffusion=Diffusion.OPEN,
            is_open=True,
            is_head_office=one.is_head_office,
            sign=one.sign,
            acronym=one.acronym,
        )

    def town_of(self, rank: int) -> Commune:
        # Knuth's multiplicative hash: the towns of neighbouring ranks have nothing in common.
        return self.towns[(rank * 2_654_435_761 % 2**32) * len(self.towns) >> 32]


async def measure(servers: Servers) -> Sequence[Table]:
    size = servers.size or SIZE
    country = await asyncio.to_thread(_country, min(size, DRAWN))
    directory = servers.folder / "country"
    begun = time.perf_counter()
    version = await asyncio.to_thread(_build, country, size, directory)
    seconds = time.perf_counter() - begun
    before = resident(os.getpid())
    seeker = load(directory, version)
    kinds = _kinds(seeker, country, size, directory)
    made = [
        Line("written in (without reading a registry)", seconds, "s"),
        Line("index on the disk", sum(file.size for file in version.files) / 1e6, "MB"),
        Line("memory that searching added", resident(os.getpid()) - before, "MB"),
        await _at_once(seeker, country, size),
    ]
    told = f"{size:,} open establishments"
    return [
        Table(f"search in the index alone, {told} (limit: one tantivy query)", kinds),
        Table(f"the index, {told}", made),
    ]


def _country(drawn_count: int) -> Country:
    drawn = [
        Establishment(
            siret=Siret("0" * 14),
            siren=Siren(firm.siren),
            name=firm.name or "",
            location=Location(street=f"{shop.street_number} {shop.street_type} {shop.street}"),
            diffusion=Diffusion.OPEN,
            is_open=True,
            is_head_office=shop.is_head_office,
            sign=shop.sign,
            acronym=firm.acronym,
        )
        for firm in open_firms(drawn_count)
        for shop in firm.shops
    ]
    random.Random(3).shuffle(drawn)  # noqa: S311 - repeatable on purpose
    towns = [town for town in communes() for _ in range(town.weight)]
    return Country(drawn, towns)


@cache
def _location(commune: Commune, street: str) -> Location:
    return Location(
        street=street,
        postal_code=commune.postal_code,
        commune=fold(commune.name).upper(),
        commune_code=commune.code,
        department=department_of_commune(commune.code),
    )


def _build(country: Country, size: int, directory: Path) -> IndexVersion:
    directory.mkdir()
    index = Index(schema(), path=str(directory))
    index.register_tokenizer(TOKENIZER, analyzer())
    writer = index.writer(heap_size=WRITER_HEAP_BYTES, num_threads=1)
    for document in _documents(country, size):
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    write_vocabulary(open_index(directory).searcher(), directory / FOLDER)
    return IndexVersion("country", 1, size, files_of(directory), in_storage=False)


def _documents(country: Country, size: int) -> Iterator[Document]:
    """What `index_schema.document` would make, each name and each town analysed once."""
    drawn = [_analysed(one) for one in country.drawn]
    towns = {town: _analysed(_nobody(town)) for town in set(country.towns)}
    for rank in range(size):
        shop, where = drawn[rank % len(drawn)], towns[country.town_of(rank)]
        flags, street, *names = shop.told
        town, codes = where.told
        line = "|".join((f"{rank:014d}", flags, town, street, codes, *names))
        yield written(line, shop.standing, shop.fields | where.fields)


@dataclass(frozen=True, slots=True)
class _Analysed:
    """Of a shop: its flags, street and names; of a town: its name and codes."""

    told: Sequence[str]
    standing: float
    fields: dict[str, str]


def _analysed(one: Establishment) -> _Analysed:
    sketch = sketch_of(one)
    _, flags, town, street, codes, *names = packed(sketch).split("|")
    told = [flags, street, *names] if one.name else [town, codes]
    fields = {name: text for name, text in fields_of(sketch, one.location).items() if text}
    return _Analysed(told, standing_of(sketch), fields)


def _nobody(town: Commune) -> Establishment:
    return Establishment(
        siret=Siret("0" * 14),
        siren=Siren("0" * 9),
        name="",
        location=_location(town, ""),
        diffusion=Diffusion.OPEN,
        is_open=False,
        is_head_office=False,
    )


def _kinds(seeker: Seeker, country: Country, size: int, directory: Path) -> list[Line]:
    raw, lines = raw_query(directory), []
    ranks = random.Random(7).sample(range(size), ASKED)  # noqa: S311 - repeatable on purpose
    chosen = [country.at(rank) for rank in ranks]
    for kind, ask in KINDS.items():
        for slip in (False, True):
            asked = [(one, ask(one, name_typed(one, slip=slip))) for one in chosen]
            limits = [raw(question) for _, question in asked]
            spent = [_timed(seeker, country, one, question) for one, question in asked]
            lines += told_kind(f"{kind}, one slip" if slip else kind, spent, limits)
    return lines


def _timed(seeker: Seeker, country: Country, meant: Establishment, asked: Inquiry) -> Spent:
    begun, worked = time.perf_counter(), time.thread_time()
    hits = worthy(seeker.find(asked))[:10]
    wall, processor = time.perf_counter() - begun, time.thread_time() - worked
    found = [country.at(int(hit.siret)) for hit in hits]
    return Spent(1000 * wall, 1000 * processor, place_of(meant, found))


async def _at_once(seeker: Seeker, country: Country, size: int) -> Line:
    """As the service does it: each search in a thread."""
    ranks = random.Random(11).sample(range(size), ASKED)  # noqa: S311 - repeatable on purpose
    ask = KINDS[NAME_AND_TOWN]
    asked = [ask(one, name_typed(one, slip=True)) for one in map(country.at, ranks)]
    ends = time.perf_counter() + SECONDS

    async def client(number: int) -> int:
        done = 0
        while time.perf_counter() < ends:
            await asyncio.to_thread(seeker.find, asked[(number * 13 + done) % len(asked)])
            done += 1
        return done

    done = sum(await asyncio.gather(*map(client, range(AT_ONCE))))
    return Line(f"searches by {AT_ONCE} clients at once, one slip", done / SECONDS, "/s")
