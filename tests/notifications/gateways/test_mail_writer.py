import re
from pathlib import Path

import pytest

from notifications.domain import messages as say
from notifications.domain.kinds import Kind
from notifications.gateways.mail_writer import TemplateWriter
from notifications.ports import Unwritable
from tests.notifications.samples import GOLDEN, SAMPLES, languages, written

WRITTEN = dict(written())
VARIANTS = [(name, lang) for name, message in SAMPLES.items() for lang in languages(message)]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_text_is_the_one_that_was_agreed(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == WRITTEN[path], (
        "python -m tests.notifications.samples"
    )


def test_no_golden_file_is_left_behind() -> None:
    kept = {path for path in GOLDEN.iterdir() if path.suffix in {".txt", ".html"}}
    assert kept - {GOLDEN / "activation_letter.fr.txt"} == set(WRITTEN)


def test_every_kind_of_mail_has_a_sample() -> None:
    assert {message.kind for message in SAMPLES.values()} == set(Kind) - {Kind.ACTIVATION_LETTER}


@pytest.mark.parametrize("name", SAMPLES)
def test_french_has_its_no_break_spaces_and_its_own_apostrophe(name: str) -> None:
    text = TemplateWriter().write(SAMPLES[name], lang="fr")
    ours = re.sub(r"(?m)^>.*$|https?://\S+", "", text.plain) + text.subject
    assert not re.search(r"\x20[;:!?»]|«\x20|\w'\w|\w[;!?]", ours)


@pytest.mark.parametrize(
    "name", [name for name, message in SAMPLES.items() if "en" in languages(message)]
)
def test_english_says_nothing_in_french(name: str) -> None:
    text = TemplateWriter().write(SAMPLES[name], lang="en")
    ours = re.sub(r"(?m)^>.*$", "", text.plain) + text.subject
    assert not re.search(r"\b(vous|votre|le|la|les|est|signalement|entreprise)\b", ours)


@pytest.mark.parametrize(("name", "lang"), VARIANTS)
def test_html_is_a_whole_page_in_its_language_with_a_title(name: str, lang: say.Lang) -> None:
    text = TemplateWriter().write(SAMPLES[name], lang=lang)
    assert text.html.startswith(f'<!doctype html>\n<html lang="{lang}">')
    assert text.html.count("<h1") == 1
    assert "<img" not in text.html
    assert "<script" not in text.html


def test_what_people_wrote_is_text_and_nothing_else() -> None:
    html = TemplateWriter().write(SAMPLES["acknowledgement"], lang="fr").html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "{{ la }}" in html
    assert "Zoé &lt;b&gt;" in html


def test_a_word_that_the_context_lacks_is_a_fault_of_ours() -> None:
    broken = say.NotTransmitted(**_without_reason())
    object.__delattr__(broken, "reason")
    with pytest.raises(Unwritable, match="not_transmitted"):
        TemplateWriter().write(broken, lang="fr")


def _without_reason() -> dict[str, str]:
    return {"first_name": "A", "reference": "R", "tracking_url": "u", "reason": ""}
