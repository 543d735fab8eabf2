"""Charts drawn by the real engine, in its own process."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
import pytest_asyncio

from agent_analytics.gateways.chart_renderer import SubprocessRenderer
from agent_analytics.handlers.count_reports import Share, Week
from agent_analytics.pages.charts import bars, weekly_curve
from agent_analytics.pages.layouts import LAYOUTS, Format
from agent_analytics.ports import ChartFailed
from common.http.language import Language
from common.testing.waiting import until

NARROW = LAYOUTS[Format.NARROW]
CURVE = weekly_curve(
    [Week(date(2026, 5, 4), 3), Week(date(2026, 5, 11), 5)], Language.FRENCH, NARROW
)


@pytest_asyncio.fixture
async def renderer() -> AsyncIterator[SubprocessRenderer]:
    made = SubprocessRenderer()
    yield made
    await made.close()


async def test_a_curve_is_a_picture_of_the_size_asked(renderer: SubprocessRenderer) -> None:
    picture = await renderer.svg(CURVE, locale="fr-FR")

    assert picture.startswith(b"<svg")
    assert b'width="300" height="220"' in picture
    assert re.findall(r">(\d+ mai)<", picture.decode()) == ["4 mai", "11 mai"]


async def test_bars_tell_names_and_numbers(renderer: SubprocessRenderer) -> None:
    shares = [Share(str(number), 1000 - number) for number in range(20)]
    names = {"0": "<Premier> & « fils »"}

    picture = await renderer.svg(
        bars(shares, names, language=Language.FRENCH, layout=LAYOUTS[Format.WIDE]), locale="fr-FR"
    )

    assert "&lt;Premier&gt; &amp; « fils »" in picture.decode()
    assert "Autres" in picture.decode()


async def test_the_same_picture_is_drawn_once(renderer: SubprocessRenderer) -> None:
    first, second = await asyncio.gather(
        renderer.svg(CURVE, locale="fr-FR"), renderer.svg(CURVE, locale="fr-FR")
    )

    assert first is second


async def test_a_specification_that_cannot_be_drawn_harms_no_other(
    renderer: SubprocessRenderer,
) -> None:
    with pytest.raises(ChartFailed):
        await renderer.svg({"mark": "nonsense"}, locale="fr-FR")

    assert await renderer.svg(CURVE, locale="fr-FR")


async def test_a_process_that_died_is_started_again(renderer: SubprocessRenderer) -> None:
    await renderer.svg(CURVE, locale="fr-FR")
    assert renderer._process is not None
    renderer._process.kill()

    with pytest.raises(ChartFailed):
        await renderer.svg(CURVE, locale="en-GB")

    assert await renderer.svg(CURVE, locale="en-GB")


async def test_the_process_ends_when_nobody_looks() -> None:
    renderer = SubprocessRenderer(idle=timedelta(seconds=0.2))
    await renderer.svg(CURVE, locale="fr-FR")
    drawing = renderer.is_drawing_process_alive

    await until(lambda: not renderer.is_drawing_process_alive)

    assert drawing
    await renderer.close()
