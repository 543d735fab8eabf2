"""Are the screens translated? What templates and code say, against what catalogues hold.

`python -m common.testing.catalogues intake` brings the package's English catalogue up to date:
new sentences are added untranslated, those no longer said are removed.
"""

import sys
from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from common.http.language import Language

_METHODS = [
    ("**/templates/**.html", "jinja2.ext.babel_extract"),
    ("**/templates/**.txt", "jinja2.ext.babel_extract"),
    ("**.py", "python"),
]
_OPTIONS = {
    "**/templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"},
    "**/templates/**.txt": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"},
}
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}


def missing(package: str, language: Language = Language.ENGLISH) -> list[str]:
    """The French sentences of the package that its catalogue does not translate fully."""
    known = _read(package, language)
    return sorted(
        _first(sentence) for sentence in _said(package) if not _is_translated(known.get(sentence))
    )


def unused(package: str, language: Language = Language.ENGLISH) -> list[str]:
    """The translations of sentences that the package no longer says."""
    said = {_first(sentence) for sentence in _said(package)}
    return sorted(
        _first(message.id)
        for message in _read(package, language)
        if message.id and _first(message.id) not in said
    )


def update(package: str, language: Language = Language.ENGLISH) -> Path:
    """Rewrite the package's catalogue for what it says now; gives the file."""
    known = _read(package, language)
    renewed = Catalog(locale=language.value, project="Vigie", fuzzy=False)
    renewed.header_comment = f"# What {package} says in English."
    for sentence in _said(package):
        found = known.get(sentence)
        renewed.add(sentence, found.string if found else None)
    written = BytesIO()
    write_po(written, renewed, omit_header=False, no_location=True, width=100, sort_output=True)
    path = _path(package, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_without_dates(written.getvalue()))
    return path


def _said(package: str) -> Iterator[str | tuple[str, ...]]:
    found = extract_from_dir(_folder(package), _METHODS, _OPTIONS, _KEYWORDS)
    for _, _, sentence, _, _ in found:
        if sentence:
            yield sentence


def _read(package: str, language: Language) -> Catalog:
    path = _path(package, language)
    content = path.read_bytes() if path.exists() else b""
    return read_po(BytesIO(content), locale=language.value)


def _is_translated(message: Message | None) -> bool:
    if message is None:
        return False
    said = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(said) and all(said)


def _first(sentence: str | tuple[str, ...] | list[str]) -> str:
    return sentence if isinstance(sentence, str) else sentence[0]


def _without_dates(catalogue: bytes) -> bytes:
    """The same file without what changes at each run."""
    noise = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Last-Translator')
    lines = catalogue.splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(noise))


def _folder(package: str) -> Path:
    return Path(str(files(package)))


def _path(package: str, language: Language) -> Path:
    return _folder(package) / "locales" / language.value / "LC_MESSAGES" / "messages.po"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(update(name))  # noqa: T201 - a command
