"""The address block of a letter: what fits an envelope's window and what a printer can print."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

MAX_LINES = 6
MAX_LINE = 38
_ALLOWED = re.compile(r"[0-9A-Za-zÀ-ÖØ-öø-ÿŒœŸ .,'’&()/+:°º@-]")
_LATIN = re.compile("[\x21-\x7e\xa1-\u017f‘’“”…–—‹›€]")
_REPLACED = {"–": "-", "—": "-", "“": "'", "”": "'", "«": "'", "»": "'", "‘": "’", "\u202f": " "}
_POSTAL_LINE = re.compile(r"[0-9]{5} .*[A-Za-z].*")


class UnprintableAddress(ValueError):
    """No letter can be sent there; the text says which rule is broken, never the address."""


def printable(text: str) -> str:
    """The text in the glyphs an address may hold; what has no counterpart is dropped."""
    replaced = "".join(_REPLACED.get(character, character) for character in text)
    return _kept(replaced, _ALLOWED)


def readable(text: str) -> str:
    """The text in the glyphs of the letter's own type: Latin letters and usual punctuation."""
    return _kept(text, _LATIN)


def _kept(text: str, allowed: re.Pattern[str]) -> str:
    composed = unicodedata.normalize("NFC", text)
    return re.sub(r"\s+", " ", "".join(_glyph(one, allowed) for one in composed)).strip()


def _glyph(character: str, allowed: re.Pattern[str]) -> str:
    if character.isspace():
        return " "
    if allowed.fullmatch(character):
        return character
    plain = unicodedata.normalize("NFKD", character)
    return "".join(part for part in plain if allowed.fullmatch(part))


def address_block(name: str, lines: Sequence[str]) -> tuple[str, ...]:
    """At most six lines of 38 characters (NF Z 10-011), name first, postal line last.

    Long lines are broken between words; a word longer than a line is cut. When the block is too
    long, the name keeps one line and the middle loses its first lines: the street and the
    postal line are what brings the letter there.
    """
    wanted = [line for line in map(printable, lines) if line]
    if not wanted or not _POSTAL_LINE.fullmatch(wanted[-1].upper()):
        raise UnprintableAddress("the last line is no postal code with a town")
    heading = _broken([printable(name)])
    if not heading:
        raise UnprintableAddress("the name has no printable character")
    if wanted[0].casefold() == printable(name).casefold():
        wanted = wanted[1:]
    body = _broken(wanted)
    room = MAX_LINES - len(body)
    kept = heading[: max(1, room)]
    return (*kept, *body[-(MAX_LINES - len(kept)) :])


def _broken(lines: Iterable[str]) -> list[str]:
    """The lines, each broken between words so that none is longer than a line may be."""
    broken: list[str] = []
    for line in lines:
        current = ""
        for word in line.split():
            candidate = f"{current} {word}".strip()
            if len(candidate) <= MAX_LINE:
                current = candidate
                continue
            if current:
                broken.append(current)
            current = word[:MAX_LINE]
        if current:
            broken.append(current)
    return broken


def spaced_siret(siret: str) -> str:
    """`362 521 879 00035`, with no-break spaces."""
    return "\u00a0".join((siret[:3], siret[3:6], siret[6:9], siret[9:]))
