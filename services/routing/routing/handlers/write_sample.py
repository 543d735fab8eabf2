"""Write a synthetic stock as the two files that INSEE publishes."""

import csv
import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import IO

from routing.domain.sample.layout import ESTABLISHMENT_COLUMNS, LEGAL_UNIT_COLUMNS
from routing.domain.sample.stock import Chunk, Firm, Shop, chunks, make_chunk, siret_of
from routing.domain.words import fold

ESTABLISHMENTS = "StockEtablissement_utf8.csv"
LEGAL_UNITS = "StockUniteLegale_utf8.csv"
_HIDDEN = "[ND]"
_TREATED = "2026-01-05T08:00:00"


@dataclass(frozen=True, slots=True)
class WriteStock:
    """`size` establishments in the folder `into`; each process makes some tens of thousands."""

    size: int
    seed: int
    closed_share: float
    into: Path
    processes: int


# So many establishments are written.
Progress = Callable[[int], None]


def write_sample(firms: Iterable[Firm], into: Path) -> Iterator[Path]:
    """Stream the firms into both files; gives back their paths once written."""
    with ExitStack() as stack:
        files = _opened(into, stack)
        for firm in firms:
            _put(_texts([firm]), files)
    yield into / ESTABLISHMENTS
    yield into / LEGAL_UNITS


def write_stock(command: WriteStock, *, progress: Progress) -> Iterator[Path]:
    """A stock of any size in bounded memory; the same command writes the same files."""
    given = chunks(command.size, seed=command.seed, closed_share=command.closed_share)
    written = 0
    with ExitStack() as stack:
        files = _opened(command.into, stack)
        for chunk, texts in _made(given, command.processes, stack):
            _put(texts, files)
            written += chunk.size
            progress(written)
    yield command.into / ESTABLISHMENTS
    yield command.into / LEGAL_UNITS


Texts = tuple[str, str]


def _made(
    given: Iterator[Chunk], processes: int, stack: ExitStack
) -> Iterator[tuple[Chunk, Texts]]:
    """The chunks in their order, a few of them in the making at a time."""
    if processes == 1:
        yield from ((chunk, _chunk_texts(chunk)) for chunk in given)
        return
    pool = stack.enter_context(ProcessPoolExecutor(processes, mp_context=get_context("spawn")))
    coming: deque[tuple[Chunk, Future[Texts]]] = deque()
    for chunk in given:
        coming.append((chunk, pool.submit(_chunk_texts, chunk)))
        if len(coming) > 2 * processes:
            first, texts = coming.popleft()
            yield first, texts.result()
    for chunk, texts in coming:
        yield chunk, texts.result()


def _chunk_texts(chunk: Chunk) -> Texts:
    return _texts(make_chunk(chunk))


def _texts(firms: Iterable[Firm]) -> Texts:
    """The lines of legal units, and those of their establishments."""
    units, shops = io.StringIO(), io.StringIO()
    to_units = csv.writer(units, lineterminator="\n")
    to_shops = csv.writer(shops, lineterminator="\n")
    for firm in firms:
        to_units.writerow(_unit(firm))
        to_shops.writerows([_shop(firm, shop) for shop in firm.shops])
    return units.getvalue(), shops.getvalue()


def _opened(into: Path, stack: ExitStack) -> tuple[IO[str], IO[str]]:
    into.mkdir(parents=True, exist_ok=True)
    units, shops = (
        stack.enter_context((into / name).open("w", encoding="utf-8", newline=""))
        for name in (LEGAL_UNITS, ESTABLISHMENTS)
    )
    units.write(",".join(LEGAL_UNIT_COLUMNS) + "\n")
    shops.write(",".join(ESTABLISHMENT_COLUMNS) + "\n")
    return units, shops


def _put(texts: Texts, files: tuple[IO[str], IO[str]]) -> None:
    for text, file in zip(texts, files, strict=True):
        file.write(text)


def _line(columns: Sequence[str], told: dict[str, str]) -> list[str]:
    get = told.get
    return [get(name, "") for name in columns]


def _unit(firm: Firm) -> list[str]:
    head = next((shop for shop in firm.shops if shop.is_head_office), firm.shops[0])
    told = {
        "siren": firm.siren,
        "statutDiffusionUniteLegale": "P" if firm.is_partial else "O",
        "sigleUniteLegale": firm.acronym or "",
        "prenom1UniteLegale": firm.first_name or "",
        "prenomUsuelUniteLegale": firm.first_name or "",
        "nomUniteLegale": firm.last_name or "",
        "denominationUniteLegale": firm.name or "",
        "categorieJuridiqueUniteLegale": firm.legal_category,
        "activitePrincipaleUniteLegale": firm.activity_code,
        "nomenclatureActivitePrincipaleUniteLegale": "NAFRev2",
        "etatAdministratifUniteLegale": "A" if firm.is_open else "C",
        "nicSiegeUniteLegale": siret_of(firm, head)[9:],
        "dateCreationUniteLegale": firm.shops[0].opened_on,
        "dateDebut": firm.shops[-1].opened_on,
        "dateDernierTraitementUniteLegale": _TREATED,
        "nombrePeriodesUniteLegale": "1",
    }
    if firm.is_partial:
        for name in ("prenom1UniteLegale", "prenomUsuelUniteLegale", "nomUniteLegale"):
            told[name] = _HIDDEN
    return _line(LEGAL_UNIT_COLUMNS, told)


def _shop(firm: Firm, shop: Shop) -> list[str]:
    siret = siret_of(firm, shop)
    told = {
        "siren": firm.siren,
        "nic": siret[9:],
        "siret": siret,
        "statutDiffusionEtablissement": "P" if firm.is_partial else "O",
        "dateCreationEtablissement": shop.opened_on,
        "dateDernierTraitementEtablissement": _TREATED,
        "etablissementSiege": "true" if shop.is_head_office else "false",
        "nombrePeriodesEtablissement": "1",
        "numeroVoieEtablissement": shop.street_number,
        "typeVoieEtablissement": shop.street_type,
        "libelleVoieEtablissement": shop.street,
        "codePostalEtablissement": shop.commune.postal_code,
        "libelleCommuneEtablissement": _commune_name(shop.commune.name),
        "codeCommuneEtablissement": shop.commune.code,
        "dateDebut": shop.opened_on,
        "etatAdministratifEtablissement": "A" if shop.is_open else "F",
        "enseigne1Etablissement": shop.sign or "",
        "activitePrincipaleEtablissement": firm.activity_code,
        "nomenclatureActivitePrincipaleEtablissement": "NAFRev2",
        "caractereEmployeurEtablissement": "N",
    }
    if firm.is_partial:
        told |= _HIDDEN_OF_SHOP
    return _line(ESTABLISHMENT_COLUMNS, told)


_HIDDEN_OF_SHOP = dict.fromkeys(
    (
        "numeroVoieEtablissement",
        "typeVoieEtablissement",
        "libelleVoieEtablissement",
        "codePostalEtablissement",
        "enseigne1Etablissement",
    ),
    _HIDDEN,
)


@cache
def _commune_name(name: str) -> str:
    return fold(name).upper()
