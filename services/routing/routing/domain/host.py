"""Hosts of websites: written in one way, their domains, and hosts that pass for another."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NewType
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from routing.domain.slips import slips_between
from routing.domain.words import fold, split

Host = NewType("Host", str)

LONGEST_HOST = 253
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
# Shorter names resemble too many others by chance.
_MIN_SLIP, _MIN_TWO_SLIPS, _MIN_PART = 5, 9, 5
# What the eye takes for another letter, the longest first; Cyrillic and Greek look-alikes too.
_LOOK_ALIKES = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("3", "e"))
_OTHER_ALPHABETS = str.maketrans("асеорхуіјѕԁһӏαοενκιτ", "aceopxyijsdhlaoevkit")


class NotAHost(ValueError):
    """The text names no website: no domain, a machine's address, a public suffix alone."""


def parse_host(text: str) -> Host:
    """The host that an address names, in ASCII, without `www.`.

    Raises `NotAHost` for machines' addresses, ports, user names, and public suffixes such as
    `co.uk`, which belong to nobody.
    """
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
        has_port = parts.port is not None
    except (UnicodeError, ValueError) as error:
        raise NotAHost(text) from error
    host = host.removeprefix("www.")
    labels = host.split(".")
    if parts.scheme not in {"http", "https"} or parts.username is not None or has_port:
        raise NotAHost(text)
    if len(host) > LONGEST_HOST or labels[-1].isdigit() or not all(map(_LABEL.fullmatch, labels)):
        raise NotAHost(text)
    if _suffixes().privatesuffix(host) is None:
        raise NotAHost(text)
    return Host(host)


def domain_of(host: Host) -> Host:
    """The domain that somebody rents: `boutique.example.co.uk` is of `example.co.uk`.

    Suffixes under which others rent names (`myshopify.com`) count as public.
    """
    return Host(_suffixes().privatesuffix(host) or host)


def line_of(host: Host) -> tuple[Host, ...]:
    """The host and those above it, down to its domain: what is said of one holds below it."""
    domain = domain_of(host)
    above = [host]
    while above[-1] != domain:
        above.append(Host(above[-1].partition(".")[2]))
    return tuple(above)


@dataclass(frozen=True, slots=True)
class Silhouette:
    """A domain as the eye sees it: its own word without suffix, look-alike letters made equal."""

    host: Host
    word: str


def silhouette(host: Host) -> Silhouette:
    domain = domain_of(host)
    return Silhouette(domain, skeleton(domain.partition(".")[0]))


def skeleton(label: str) -> str:
    """A label of a domain with its look-alike letters made equal: `arnaz0n` is `amazon`."""
    try:
        shown = label.encode("ascii").decode("idna")
    except UnicodeError:
        shown = label
    seen = fold(shown.lower().translate(_OTHER_ALPHABETS))
    for like, letter in _LOOK_ALIKES:
        seen = seen.replace(like, letter)
    return seen


def passes_for(asked: Silhouette, known: Silhouette) -> bool:
    """Whether one might take `asked` for `known`: another ending, a slip, or a word added."""
    if asked.host == known.host:
        return False
    if asked.word == known.word:
        return True
    parts = [part for part in asked.word.split("-") if part]
    if len(known.word) >= _MIN_PART and (known.word in parts or known.word == "".join(parts)):
        return True
    shortest = min(len(asked.word), len(known.word))
    if shortest < _MIN_SLIP:
        return False
    allowed = 2 if shortest >= _MIN_TWO_SLIPS else 1
    return slips_between(asked.word, known.word, at_most=allowed) is not None


def similar(host: Host, known: Iterable[Host], *, limit: int = 3) -> Sequence[Host]:
    """The known hosts that `host` might be taken for, those that look most alike first."""
    asked = silhouette(host)
    alike = (one for one in known if passes_for(asked, silhouette(one)))
    return sorted(alike, key=lambda one: _distance(asked, one))[:limit]


def _distance(asked: Silhouette, known: Host) -> tuple[int, str]:
    slips = slips_between(asked.word, silhouette(known).word, at_most=2)
    return (3 if slips is None else slips, known)


def seller_key(host: Host, seller: str) -> str:
    """A seller on a marketplace, as one key: accents and case do not count."""
    return f"{host}/{' '.join(split(seller))[:120]}"


@cache
def _suffixes() -> PublicSuffixList:
    """The list that the package brings, dated by its version: nothing is fetched."""
    return PublicSuffixList(accept_unknown=False)
