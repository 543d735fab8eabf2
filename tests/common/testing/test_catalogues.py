"""The shared words are translated; a catalogue that lags behind is found out."""

import sys
from pathlib import Path

import pytest

from common.http.catalogues import catalogue_of
from common.http.language import Language
from common.testing import catalogues


def test_the_shared_pieces_speak_english() -> None:
    assert catalogues.missing("common") == []
    assert catalogues.unused("common") == []


@pytest.fixture
def parlour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package that says two sentences."""
    templates = tmp_path / "parlour" / "templates"
    templates.mkdir(parents=True)
    (tmp_path / "parlour" / "__init__.py").touch()
    (templates / "a.html").write_text('{{ _("Bonjour") }} {% trans %}Au revoir{% endtrans %}')
    (tmp_path / "parlour" / "words.py").write_text('ngettext("un an", "%(n)s ans", 2)\n')
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "parlour", raising=False)
    return "parlour"


def test_what_is_not_translated_is_named(parlour: str) -> None:
    assert catalogues.missing(parlour) == ["Au revoir", "Bonjour", "un an"]


def test_a_catalogue_brought_up_to_date_keeps_what_was_translated(parlour: str) -> None:
    path = catalogues.update(parlour)
    path.write_text(path.read_text().replace('"Bonjour"\nmsgstr ""', '"Bonjour"\nmsgstr "Hello"'))
    template = path.parents[3] / "templates" / "a.html"
    template.write_text('{{ _("Bonjour") }} {{ _("Merci") }}')
    assert catalogues.unused(parlour) == ["Au revoir"]
    catalogues.update(parlour)
    assert catalogues.unused(parlour) == []
    assert catalogues.missing(parlour) == ["Merci", "un an"]
    assert catalogue_of([parlour], Language.ENGLISH).gettext("Bonjour") == "Hello"


def test_a_packages_words_come_before_the_shared_ones(parlour: str) -> None:
    path = catalogues.update(parlour)
    path.write_text(path.read_text() + '\nmsgid "Menu"\nmsgstr "Directory"\n')
    spoken = catalogue_of([parlour, "common"], Language.ENGLISH)
    assert spoken.gettext("Menu") == "Directory"
    assert spoken.gettext("Accueil") == "Home"
    assert catalogue_of([parlour, "common"], Language.FRENCH).gettext("Accueil") == "Accueil"


def test_french_needs_no_catalogue_but_its_spaces() -> None:
    french = catalogue_of(["common"], Language.FRENCH)
    assert french.gettext("Vous êtes ici :") == "Vous êtes ici\u00a0:"
    assert french.ngettext("%(num)s fichier", "%(num)s fichiers", 0) == "%(num)s fichier"
    assert french.ngettext("%(num)s fichier", "%(num)s fichiers", 2) == "%(num)s fichiers"
