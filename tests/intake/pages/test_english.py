"""The English catalogue says everything that the templates say, and nothing else."""

import re
from importlib.resources import files

from babel.messages.extract import extract_from_dir

from common.http.catalogues import written
from common.http.language import Language

_PLACES = re.compile(r"%\([a-z_]+\)s")


def said() -> set[str]:
    found = extract_from_dir(
        str(files("intake") / "templates"),
        method_map=[("**.html", "jinja2")],
        options_map={"**.html": {"trimmed": "false"}},
    )
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


def test_the_catalogue_is_complete_and_has_no_remains() -> None:
    catalogue = written("intake", Language.ENGLISH)
    assert catalogue is not None
    translated = {message.id: message.string for message in catalogue if message.id}
    assert set(translated) == said()
    assert all(translated.values())


def test_translations_keep_the_places_to_fill() -> None:
    catalogue = written("intake", Language.ENGLISH)
    assert catalogue is not None
    for message in catalogue:
        if isinstance(message.id, str) and isinstance(message.string, str):
            assert _PLACES.findall(message.id) == _PLACES.findall(message.string)
