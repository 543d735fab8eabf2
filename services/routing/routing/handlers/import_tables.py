"""Bring in the tables that lead to recipients: leads, communes, rules by category and commune."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from common.values import NotASiren, NotASiret, parse_siren, parse_siret
from routing.domain.account import account_key, networks
from routing.domain.host import NotAHost, domain_of, parse_host, seller_key
from routing.domain.lead import IncompleteLead, KnownLead, Lead, LeadKind, LeadState, checked
from routing.domain.local import EVERYWHERE, Commune, LocalRule, Point
from routing.domain.phone import NotAPhone, parse_phone
from routing.domain.product import NotABarcode, parse_gtin
from routing.store import Store

Line = Mapping[str, str]
T = TypeVar("T")
CHUNK = 1_000
TOLD = 20
_COMMUNE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")
_AREA = re.compile(r"\*|(?:[0-9]{2}|2[AB])(?:[0-9]{3})?|9[78][0-9]")
_POST = re.compile(r"[0-9]{5}")
_PATH = re.compile(r"[a-z0-9_]+(?:/[a-z0-9_]+)*")
_WRONG = (
    KeyError,
    ValueError,
    NotAHost,
    NotAPhone,
    NotABarcode,
    NotASiret,
    NotASiren,
    IncompleteLead,
)


class TableRefused(Exception):
    """More than one line in twenty is wrong: this is not the file it should be."""


@dataclass(slots=True)
class TableReport:
    """How many lines were kept, and the first that were not: the line’s number (header is 1)."""

    kept: int = 0
    rejected: int = 0
    told: list[tuple[int, str]] = field(default_factory=list)

    def reject(self, number: int, why: str) -> None:
        self.rejected += 1
        if len(self.told) < TOLD:
            self.told.append((number, why))

    def judge(self) -> None:
        """Raises `TableRefused`, so that nothing of the file is kept."""
        if self.rejected * 20 > self.kept + self.rejected:
            raise TableRefused(f"{self.rejected} lines of {self.kept + self.rejected}")


async def import_leads(lines: Iterable[Line], store: Store, *, source: str) -> TableReport:
    """Websites, sellers, phones, accounts and products with their companies.

    Columns: `kind`, `key` and one of `siret`, `siren`, `country`; `marketplace` (yes) and `label`
    may be there. A later line replaces an earlier one; what an agent said is replaced too.
    """
    report = TableReport()
    for chunk in _chunks(_parsed(lines, lambda line: _lead(line, source), report)):
        await store.leads.keep_all(list({one.lead: one for one in chunk}.values()))
    report.judge()
    return report


async def import_communes(lines: Iterable[Line], store: Store) -> TableReport:
    """Replace the communes: columns `code`, `name`, `postal_code`, `latitude`, `longitude`.

    One line per commune and postal code, as La Poste publishes them.
    """
    report = TableReport()
    communes: dict[str, Commune] = {}
    posts: set[tuple[str, str]] = set()
    for commune, post in _parsed(lines, _commune, report):
        communes[commune.code] = commune
        if post:
            posts.add((post, commune.code))
    report.judge()
    if communes:
        await store.local.replace_communes(list(communes.values()), posts)
    return report


async def import_local_rules(lines: Iterable[Line], store: Store, *, source: str) -> TableReport:
    """Rules by category and area: columns `category`, `area`, `recipient`, `label`.

    `area` is a commune code, a département or `*`; `recipient` a SIRET or `town_hall`.
    """
    report = TableReport()
    for chunk in _chunks(_parsed(lines, lambda line: _rule(line, source), report)):
        await store.local.keep_rules(
            list({(one.category, one.area): one for one in chunk}.values())
        )
    report.judge()
    return report


def _parsed(lines: Iterable[Line], parse: Callable[[Line], T], report: TableReport) -> Iterator[T]:
    for number, line in enumerate(lines, start=2):
        try:
            parsed = parse({name: (value or "").strip() for name, value in line.items() if name})
        except _WRONG as error:
            report.reject(number, f"{type(error).__name__}: {error}")
            continue
        report.kept += 1
        yield parsed


def _chunks(parsed: Iterator[T]) -> Iterator[list[T]]:
    while chunk := list(islice(parsed, CHUNK)):
        yield chunk


def _lead(line: Line, source: str) -> KnownLead:
    kind = LeadKind(line["kind"])
    siret, siren = line.get("siret"), line.get("siren")
    country = line.get("country") or None
    named = bool(siret or siren)
    return checked(
        KnownLead(
            Lead(kind, _KEYS[kind](line["key"])),
            LeadState.IDENTIFIED if named else LeadState.FOREIGN,
            parse_siret(siret) if siret else None,
            parse_siren(siren) if siren else None,
            country,
            line.get("marketplace", "").lower() in {"yes", "oui", "true", "1"},
            line.get("label") or None,
            source,
        )
    )


def _seller(text: str) -> str:
    host, _, seller = text.partition("/")
    key = seller_key(domain_of(parse_host(host)), seller)
    if key.endswith("/"):
        raise ValueError(text)
    return key


def _account(text: str) -> str:
    network, _, handle = text.partition("/")
    if network not in networks() or not handle:
        raise ValueError(text)
    return account_key(network, handle)


_KEYS: Mapping[LeadKind, Callable[[str], str]] = {
    LeadKind.WEBSITE: parse_host,
    LeadKind.SELLER: _seller,
    LeadKind.PHONE: parse_phone,
    LeadKind.ACCOUNT: _account,
    LeadKind.PRODUCT: parse_gtin,
}


def _commune(line: Line) -> tuple[Commune, str | None]:
    code, post = line["code"].upper(), line.get("postal_code") or None
    if not _COMMUNE.fullmatch(code) or (post and not _POST.fullmatch(post)):
        raise ValueError(f"{code} {post}")
    north, east = line.get("latitude"), line.get("longitude")
    centre = Point(_degrees(north, 90), _degrees(east, 180)) if north and east else None
    return Commune(code, line["name"], centre), post


def _degrees(text: str, limit: int) -> float:
    degrees = float(text.replace(",", "."))
    if not -limit <= degrees <= limit:
        raise ValueError(text)
    return degrees


def _rule(line: Line, source: str) -> LocalRule:
    category, area, recipient = line["category"], line["area"].upper(), line["recipient"]
    if not _PATH.fullmatch(category) or not (area == EVERYWHERE or _AREA.fullmatch(area)):
        raise ValueError(f"{category} {area}")
    siret = None if recipient == "town_hall" else parse_siret(recipient)
    return LocalRule(category, area, siret, line.get("label") or None, source)
