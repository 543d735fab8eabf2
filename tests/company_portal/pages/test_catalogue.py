"""Everything that the pages say in French is said in English too."""

from pathlib import Path

from babel.messages.extract import extract_from_dir

import company_portal
from common.http.catalogues import written
from common.http.language import Language

PACKAGE = Path(company_portal.__file__).parent
OPTIONS = {"extensions": "jinja2.ext.i18n", "trim_blocks": "true", "lstrip_blocks": "true"}


def spoken_in_templates() -> set[str]:
    found = extract_from_dir(
        str(PACKAGE / "templates"),
        method_map=[("**.html", "jinja2")],
        options_map={"**.html": OPTIONS},
    )
    return {words if isinstance(words, str) else words[0] for _, _, words, _, _ in found}


def test_every_sentence_of_a_template_has_its_english() -> None:
    catalogue = written("company_portal", Language.ENGLISH)
    assert catalogue is not None
    translated = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id and message.string
    }

    assert spoken_in_templates() == translated
