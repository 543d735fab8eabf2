"""The pieces of pages, seen by a browser: for everyone, on any screen, light and steady."""

import pytest
from fastapi import FastAPI, Request
from playwright.async_api import Browser
from starlette.responses import Response

from common.unit_of_work import Ground
from tests.browser import DESK, PHONE, look, served, visited
from tests.common.house.app import house
from tests.common.http.gallery import Gallery

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def gallery() -> Gallery:
    return Gallery()


def shop(ground: Ground, gallery: Gallery) -> FastAPI:
    app = house(ground)
    app.include_router(gallery.routes())

    @app.get("/gallery")
    async def show(request: Request) -> Response:
        return gallery.show(request, errors={} if "fine" in request.query_params else None)

    return app


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("query", ["", "fine=1", "lang=en"])
async def test_everyone_can_use_every_piece(
    browser: Browser, ground: Ground, gallery: Gallery, width: int, query: str
) -> None:
    async with served(shop(ground, gallery)) as url:
        name = f"gallery-{query.partition('=')[0] or 'errors'}"
        sight = await look(browser, f"{url}/gallery?{query}", name, width=width)
    assert sight.violations == []
    assert sight.overflow == 0
    assert sight.complaints == []
    assert sight.shift < 0.02
    assert 0 < sight.weight < 100_000


async def test_what_is_wrong_has_the_focus(
    browser: Browser, ground: Ground, gallery: Gallery
) -> None:
    async with served(shop(ground, gallery)) as url:
        for javascript in (True, False):
            options = {"java_script_enabled": javascript}
            async with visited(browser, f"{url}/gallery", **options) as page:
                assert await page.locator("#errors:focus").count() == 1


async def test_the_keyboard_reaches_the_content_first(
    browser: Browser, ground: Ground, gallery: Gallery
) -> None:
    async with (
        served(shop(ground, gallery)) as url,
        visited(browser, f"{url}/gallery?fine=1") as page,
    ):
        await page.keyboard.press("Tab")
        link = page.locator("a:focus")
        assert await link.inner_text() == "Aller au contenu"
        assert await link.is_visible()
        await page.keyboard.press("Enter")
        assert await page.locator("main:focus").count() == 1


async def test_a_second_click_sends_nothing_twice(
    browser: Browser, ground: Ground, gallery: Gallery
) -> None:
    sent = []
    app = shop(ground, gallery)

    @app.post("/gallery")
    async def receive() -> Response:
        sent.append(1)
        return Response(status_code=204)

    async with served(app) as url, visited(browser, f"{url}/gallery?fine=1") as page:
        await page.locator("button[type=submit]").first.dblclick()
        await page.wait_for_timeout(300)
    assert sent == [1]
