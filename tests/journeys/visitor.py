"""Someone at a browser, who acts by what a page shows, and over whose shoulder we look."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Self

from playwright.async_api import Browser, CDPSession, Locator, Page

from tests.browser import DESK, PHONE, examine, visited

PATIENCE = 60.0
MOST_SHIFT = 0.02


@dataclass(slots=True)
class Visitor:
    """A browser at one width, with or without scripts.

    `looks_on_a_phone`: each page is also seen at a telephone's width.
    """

    page: Page
    name: str
    devtools: CDPSession
    has_scripts: bool = True
    looks_on_a_phone: bool = False
    faults: list[str] = field(default_factory=list)

    @classmethod
    @asynccontextmanager
    async def arrives(
        cls, browser: Browser, name: str, *, width: int = DESK, scripts: bool = True
    ) -> AsyncIterator[Self]:
        async with visited(browser, "about:blank", width=width) as page:
            page.set_default_timeout(PATIENCE * 1000)
            devtools = await page.context.new_cdp_session(page)
            visitor = cls(page, name, devtools, has_scripts=scripts)
            await visitor._let_scripts_run(may_run=scripts)
            yield visitor

    async def look(self, step: str) -> None:
        """Note what is wrong with this page, and keep its picture under the step's name."""
        await self._let_scripts_run(may_run=True)
        await self._look(step)
        if self.looks_on_a_phone:
            await self.page.set_viewport_size({"width": PHONE, "height": 800})
            await self._look(step)
            await self.page.set_viewport_size({"width": DESK, "height": 800})
        await self._let_scripts_run(may_run=self.has_scripts)

    async def _look(self, step: str) -> None:
        sight = await examine(self.page, f"journey-{self.name}-{step}")
        wrong = [*sight.violations]
        if sight.overflow:
            wrong.append(f"wider than the screen by {sight.overflow} pixels")
        if sight.shift > MOST_SHIFT:
            wrong.append(f"moved while it was read, by {sight.shift:.3f}")
        if await self.page.locator("h1").count() != 1:
            wrong.append("has no title of its own, or several")
        self.faults += [f"{self.name}, {step} ({self.page.url}): {each}" for each in wrong]

    async def _let_scripts_run(self, *, may_run: bool) -> None:
        """Turned off in the browser itself: what a page loads meanwhile never runs."""
        order = {"value": not may_run}
        await self.devtools.send("Emulation.setScriptExecutionDisabled", order)

    async def go(self, address: str) -> None:
        await self.page.goto(address)

    def shown(self, role: str, name: str | re.Pattern[str], *, exact: bool = True) -> Locator:
        """What the page shows under that role and name, for eyes and assistive tools alike."""
        place: Locator = self.page.get_by_role(role, name=name, exact=exact)  # type: ignore[arg-type] # a role of ARIA
        return place

    async def press(self, name: str) -> None:
        await self.shown("button", name).first.click()
        await self.page.wait_for_load_state()

    async def follow(self, name: str | re.Pattern[str], *, exact: bool = True) -> None:
        await self.shown("link", name, exact=exact).first.click()
        await self.page.wait_for_load_state()

    async def follow_to(self, path: str) -> None:
        """Follow the visible link of the content that leads to this path."""
        await self.page.locator(f'main a[href="{path}"]').first.click()
        await self.page.wait_for_load_state()

    async def write(self, label: str, text: str) -> None:
        await self.page.get_by_label(label).first.fill(text)

    async def choose(self, label: str) -> None:
        """Choose by the words beside a radio button, as people do."""
        await self.page.locator("label", has_text=label).first.click()

    async def read(self) -> str:
        return await self.page.locator("main").inner_text()

    async def wait_for(self, pattern: str, *, at: str | None = None) -> str:
        """Come back to the page until it says this: services tell one another in their time."""
        last = time.monotonic() + PATIENCE
        while time.monotonic() < last:
            await (self.page.goto(at) if at else self.page.reload())
            text = await self.read()
            if re.search(pattern, text.replace("\u00a0", " "), re.IGNORECASE):
                return text
            await asyncio.sleep(0.5)
        raise AssertionError(f"{self.page.url} does not say “{pattern}”:\n{text[:2000]}")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The inbox's pages, in a window of their own."""

    page: Page
    address: str

    async def find(self, email: str, pattern: str) -> str:
        """The first group of the pattern in the newest mail to that address that has it."""
        last = time.monotonic() + PATIENCE
        while time.monotonic() < last:
            await self.page.goto(self.address)
            mails = self.page.locator("li", has_text=f"à {email}").locator("a")
            for number in range(await mails.count()):
                await mails.nth(number).click()
                found = re.search(pattern, await self.page.locator("pre").inner_text())
                if found:
                    return found[1]
                await self.page.goto(self.address)
            await asyncio.sleep(0.5)
        raise AssertionError(f"no mail to {email} with {pattern}")
