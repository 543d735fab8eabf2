"""Translations, read from their sources at start: nothing compiled is kept."""

import gettext
import io
from collections.abc import Sequence
from importlib.resources import files

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from common.http.language import Language
from common.typography import unbroken


class _French(gettext.NullTranslations):
    """The words of the templates themselves: French, where nothing and one are both singular."""

    def gettext(self, message: str) -> str:
        return unbroken(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return unbroken(msgid1 if abs(n) < 2 else msgid2)


def catalogue_of(packages: Sequence[str], language: Language) -> gettext.NullTranslations:
    """What the packages say in that language; the first package's words come first.

    French is the language of the templates, so it needs no catalogue.
    """
    joined: gettext.NullTranslations = _French()
    for package in reversed(packages):
        source = written(package, language)
        if source is not None:
            binary = io.BytesIO()
            write_mo(binary, source)
            binary.seek(0)
            spoken = gettext.GNUTranslations(binary)
            spoken.add_fallback(joined)
            joined = spoken
    return joined


def written(package: str, language: Language) -> Catalog | None:
    """The catalogue as translators wrote it; None where the package has none."""
    source = files(package) / "locales" / language.value / "LC_MESSAGES" / "messages.po"
    if not source.is_file():
        return None
    return read_po(io.BytesIO(source.read_bytes()), locale=language.value)
