"""The page where a website must say who publishes it: the numbers that it gives."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from common.values import (
    NotASiren,
    NotASiret,
    Siren,
    Siret,
    parse_siren,
    parse_siret,
    siren_of,
)

_GAP = r"[\s.\-\u00a0\u202f]?"
_SIRET = re.compile(r"(?<![0-9])(?:[0-9]" + _GAP + r"){13}[0-9](?![0-9])")
_VAT = re.compile(
    r"\bFR" + _GAP + r"([0-9]{2})" + _GAP + r"((?:[0-9]" + _GAP + r"){8}[0-9])(?![0-9])"
)
_SIREN = re.compile(r"(?<![0-9])(?:[0-9]" + _GAP + r"){8}[0-9](?![0-9])")
# Nine digits are a company’s number only where the text says so.
_SAYS_SIREN = re.compile(r"siren|r\.?\s?c\.?\s?s\b|immatricul|registre du commerce", re.IGNORECASE)
_NEAR = 60
_ADDRESS_OF_LEGAL_PAGE = re.compile(r"mention|l[eé]gal|cgv|cgu|impressum", re.IGNORECASE)
USUAL_PATHS = ("/mentions-legales", "/mentions-legales.html")


class NumberKind(StrEnum):
    SIRET = "siret"
    VAT = "vat"
    SIREN = "siren"


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number whose key is right; `siren` is the company’s, `siret` an establishment’s."""

    kind: NumberKind
    siren: Siren
    siret: Siret | None = None


def numbers_in(text: str) -> Sequence[FoundNumber]:
    """The numbers of companies that a page gives: SIRET first, each company’s best one only.

    A page names its host too: who reads it chooses.
    """
    found = [*_sirets(text), *_vat_numbers(text), *_sirens(text)]
    best: dict[tuple[Siren, Siret | None], FoundNumber] = {}
    for one in found:
        if one.siret is None and any(siren == one.siren for siren, _ in best):
            continue
        best.setdefault((one.siren, one.siret), one)
    return list(best.values())


def _sirets(text: str) -> list[FoundNumber]:
    found = []
    for match in _SIRET.finditer(text):
        try:
            siret = parse_siret(match.group())
        except NotASiret:
            continue
        found.append(FoundNumber(NumberKind.SIRET, siren_of(siret), siret))
    return found


def _vat_numbers(text: str) -> list[FoundNumber]:
    """The two digits are a key: 12 + 3 × (SIREN modulo 97), modulo 97 (tax code, annex II)."""
    found = []
    for match in _VAT.finditer(text):
        try:
            siren = parse_siren(match.group(2))
        except NotASiren:
            continue
        if int(match.group(1)) == (12 + 3 * (int(siren) % 97)) % 97:
            found.append(FoundNumber(NumberKind.VAT, siren))
    return found


def _sirens(text: str) -> list[FoundNumber]:
    found = []
    for match in _SIREN.finditer(text):
        around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        if not _SAYS_SIREN.search(around):
            continue
        try:
            found.append(FoundNumber(NumberKind.SIREN, parse_siren(match.group())))
        except NotASiren:
            continue
    return found


class _Reader(HTMLParser):
    """What a person reads on a page, and the addresses that it links to."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.links: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "noscript", "template"}:
            self._unseen += 1
        if tag == "a":
            self.links += [value for name, value in attrs if name == "href" and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "noscript", "template"}:
            self._unseen = max(0, self._unseen - 1)
        # Words of two cells are two words; those of one phrase are together.
        if tag in {"p", "div", "li", "td", "tr", "br", "h1", "h2", "h3"}:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data)


def text_of(page: str) -> str:
    reader = _Reader()
    reader.feed(page)
    return "".join(reader.words)


def legal_links(page: str, address: str, *, limit: int = 3) -> Sequence[str]:
    """The addresses on the same host that look like a legal page."""
    reader = _Reader()
    reader.feed(page)
    host = urlsplit(address).hostname
    found = []
    for link in reader.links:
        try:
            target = urlsplit(urljoin(address, link))
        except ValueError:
            continue
        if target.hostname == host and _ADDRESS_OF_LEGAL_PAGE.search(target.path):
            found.append(target._replace(fragment="").geturl())
    return list(dict.fromkeys(found))[:limit]
