"""A browser for the tests: what people see, and what assistive tools find."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped] # has none
from playwright.async_api import Browser, Page, async_playwright

from common.testing.waiting import until
from onebox.ports import HOST, free_ports

SCREENSHOTS = Path(__file__).parents[1] / "screenshots"
PHONE, DESK = 360, 1280
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_SHIFT = """
() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})
"""


@dataclass(slots=True)
class Sight:
    """What was found on a page at one width."""

    violations: list[str]
    overflow: int
    shift: float
    weight: int = 0
    complaints: list[str] = field(default_factory=list)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Headless Chromium; without one the test is skipped out loud, and fails when `CI` is set."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        reason = "no Chromium on this machine (apt install chromium)"
        if os.environ.get("CI"):  # noqa: TID251 - tests have no settings
            pytest.fail(reason)
        pytest.skip(reason)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield browser
        await browser.close()


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the test runner's."""
        yield


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[str]:
    """The application on a port of its own; gives its address."""
    (port,) = free_ports(1)
    server = _Server(uvicorn.Config(app, host=HOST, port=port, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    yield f"http://{HOST}:{port}"
    server.should_exit = True
    await serving


@asynccontextmanager
async def visited(
    browser: Browser, url: str, *, width: int = DESK, **options: Any
) -> AsyncIterator[Page]:
    """A page opened by a visitor who was never here, in French unless told otherwise."""
    context = await browser.new_context(
        viewport={"width": width, "height": 800}, **{"locale": "fr-FR"} | options
    )
    page = await context.new_page()
    await page.goto(url)
    yield page
    await context.close()


async def look(
    browser: Browser, url: str, name: str, *, width: int = DESK, **options: Any
) -> Sight:
    """Open the page, keep its picture, and say what is wrong with it."""
    complaints: list[str] = []
    sizes: list[int] = []
    async with visited(browser, "about:blank", width=width, **options) as page:
        page.on("console", lambda message: complaints.append(message.text))
        page.on("requestfailed", lambda request: complaints.append(request.url))

        async def weigh(request: Any) -> None:
            sizes.append((await request.sizes())["responseBodySize"])

        page.on("requestfinished", weigh)
        await page.goto(url, wait_until="networkidle")
        sight = await examine(page, name)
    return replace(sight, weight=sum(sizes), complaints=complaints)


async def examine(page: Page, name: str) -> Sight:
    """Say what is wrong with the page as it is now, and keep its picture.

    Scripts must run in the page for as long as it is examined.
    """
    shift = await page.evaluate(_SHIFT)
    found = await Axe().run(page)
    width = page.viewport_size["width"] if page.viewport_size else DESK
    SCREENSHOTS.mkdir(exist_ok=True)
    await page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
    wide = await page.evaluate("document.documentElement.scrollWidth")
    return Sight(
        violations=[
            f"{violation['id']}: {node['html'][:120]}"
            for violation in found.response["violations"]
            for node in violation["nodes"]
        ],
        overflow=max(0, wide - width),
        shift=shift,
    )
