import io
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest_asyncio
from pypdf import PdfReader

from notifications.domain.links import Links
from notifications.gateways.typst_press import TypstPress
from tests.notifications.samples import GOLDEN, LETTER


@pytest_asyncio.fixture
async def press() -> AsyncIterator[TypstPress]:
    made = TypstPress(Links("https://entreprises.vigie.example", "https://n.example", b"k"))
    yield made
    await made.close()


def words(pdf: bytes) -> str:
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    return page.extract_text() + "\n"


async def test_the_letter_is_the_one_that_was_agreed(press: TypstPress) -> None:
    path = GOLDEN / "activation_letter.fr.txt"
    assert words(await press.typeset(LETTER)) == path.read_text(encoding="utf-8")


async def test_the_same_letter_gives_the_same_bytes(press: TypstPress) -> None:
    first, again = await press.typeset(LETTER), await press.typeset(LETTER)
    assert first == again
    assert await press.bind([first, first]) == await press.bind([again, again])


async def test_each_letter_of_a_series_says_which_one_it_is(press: TypstPress) -> None:
    first, second, third = [
        words(await press.typeset(replace(LETTER, letter_number=number))) for number in (1, 2, 3)
    ]
    assert "appel" not in first
    assert "\nRappel\n" in second
    assert "\nDernier rappel\n" in third


async def test_what_a_name_says_is_text_and_never_typst(press: TypstPress) -> None:
    hostile = '#panic("x") *gras* #read("/etc/passwd") $x$ \\ <a> @b'
    text = words(await press.typeset(replace(LETTER, company_name=hostile, category=hostile)))
    assert "".join(text.split()).count("".join(hostile.split())) == 2


async def test_the_letter_tells_nothing_of_the_consumer_and_fits_one_page(
    press: TypstPress,
) -> None:
    long = replace(LETTER, company_name="Établissement " * 12, category="Sujet › " * 20)
    assert len(PdfReader(io.BytesIO(await press.typeset(long))).pages) == 1


async def test_the_address_is_where_the_window_is(press: TypstPress) -> None:
    places: list[tuple[str, float, float]] = []

    def visit(text: str, outer: list[float], inner: list[float], *_: object) -> None:
        if text.strip():
            x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
            y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
            places.append((text.strip(), x / 72 * 25.4, 297 - y / 72 * 25.4))

    (page,) = PdfReader(io.BytesIO(await press.typeset(LETTER))).pages
    page.extract_text(visitor_text=visit)
    lines = {text: (x, y) for text, x, y in places}
    x, y = lines["12 RUE DE LA RÉPUBLIQUE"]
    assert 105 < x < 115
    assert 45 < y < 70
