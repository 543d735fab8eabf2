"""The steps of the form, seen by a browser: on a phone and a desk, with scripts and without."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self

import pytest
from playwright.async_api import Browser, CDPSession, Page

from common.contracts.intake import DraftLinkRequested
from common.testing.outbox import outbox
from intake.app import create_api
from intake.parts import IntakeParts
from tests.browser import DESK, PHONE, examine, served, visited
from tests.intake.world import SIRET, a_crowd, last_code

pytestmark = pytest.mark.browser

LEAF = "/problems/shops/prices/price_differs"
STORY = "Le prix payé était plus haut. Mon numéro : 06 12 34 56 78."


@dataclass(slots=True)
class Walk:
    """One visitor’s way through the form; each page is looked at."""

    page: Page
    url: str
    name: str
    devtools: CDPSession
    has_scripts: bool = True

    @classmethod
    @asynccontextmanager
    async def begins(
        cls, browser: Browser, url: str, *, width: int = DESK, scripts: bool = True
    ) -> AsyncIterator[Self]:
        async with visited(browser, "about:blank", width=width) as page:
            devtools = await page.context.new_cdp_session(page)
            name = "scripts" if scripts else "plain"
            walk = cls(page, url, name, devtools, has_scripts=scripts)
            await walk.let_scripts_run(may_run=scripts)
            yield walk

    async def let_scripts_run(self, *, may_run: bool) -> None:
        order = {"value": not may_run}
        await self.devtools.send("Emulation.setScriptExecutionDisabled", order)

    async def look(self, name: str) -> None:
        """Examined with scripts, which the page as it was loaded never ran."""
        await self.let_scripts_run(may_run=True)
        sight = await examine(self.page, f"intake-{name}-{self.name}")
        await self.let_scripts_run(may_run=self.has_scripts)
        assert (sight.violations, sight.overflow) == ([], 0), name
        assert sight.shift < 0.02, name

    async def go(self, path: str) -> None:
        await self.page.goto(f"{self.url}{path}", wait_until="networkidle")

    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).click()
        await self.page.wait_for_load_state("networkidle")

    async def begin(self) -> None:
        await self.go(LEAF)
        await self.press("Commencer mon signalement")
        await self.look("company")
        await self.go("/report/company/siret")
        await self.page.fill("#siret", SIRET)
        await self.press("Continuer")

    async def tell(self) -> None:
        await self.page.fill("#q_shown_price", "10")
        await self.page.fill("#q_paid_price", "12,50")
        await self.page.fill("#description", STORY)
        await self.press("Continuer")
        await self.look("personal-data")
        await self.press("Laisser mon texte tel quel")

    async def introduce(self) -> None:
        await self.press("Continuer")
        await self.page.fill("#first_name", "Camille")
        await self.page.fill("#last_name", "Martin")
        await self.page.fill("#email", "camille@example.org")
        await self.page.locator("label[for=share_identity-1]").click()
        await self.page.locator("label[for=publish_consent]").click()
        await self.look("identity")
        await self.press("Continuer")

    async def prove(self, parts: IntakeParts) -> None:
        await self.press("Envoyer le code")
        await self.page.fill("#code", await last_code(parts))
        await self.press("Vérifier le code")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("scripts", [True, False])
async def test_everyone_can_fill_in_the_form(
    browser: Browser, parts: IntakeParts, *, width: int, scripts: bool
) -> None:
    await a_crowd(parts, 4)
    async with (
        served(create_api(parts)) as url,
        Walk.begins(browser, url, width=width, scripts=scripts) as walk,
    ):
        page = walk.page
        await walk.begin()
        await walk.tell()
        await walk.look("files")
        await walk.introduce()
        await walk.prove(parts)
        for summary in await page.locator("summary").all():
            await summary.click()
        await walk.look("recap-preview")
        assert await page.get_by_text("4 autres personnes").count() == 1
        await walk.press("Masquer ces données")
        assert await page.get_by_text("06 12 34 56 78").count() == 0
        await walk.go("/report/later")
        await walk.look("later")
        await walk.press("Envoyer le lien")
        await walk.look("later-sent")
        await walk.go("/report/recap")
        await walk.press("Envoyer mon signalement")
        await walk.look("done")


@pytest.mark.parametrize("scripts", [True, False])
async def test_a_link_resumes_a_draft_on_a_phone(
    browser: Browser, parts: IntakeParts, *, scripts: bool
) -> None:
    async with (
        served(create_api(parts)) as url,
        Walk.begins(browser, url) as at_home,
        Walk.begins(browser, url, width=PHONE, scripts=scripts) as outside,
    ):
        desk, phone = at_home.page, outside.page
        await at_home.begin()
        await at_home.go("/report/later")
        await desk.fill("#email", "camille@example.org")
        await at_home.press("Envoyer le lien")
        events = [envelope.event for envelope in await outbox(parts.ground)]
        (link,) = [event.resume_url for event in events if isinstance(event, DraftLinkRequested)]
        link = link.replace("http://testserver", url)
        await phone.goto(link, wait_until="networkidle")
        if not scripts:
            await outside.look("resume")
            await phone.fill("#link", link)
            await outside.press("Reprendre")
        assert phone.url == f"{url}/report/details"


async def test_a_reload_takes_nothing_away(browser: Browser, parts: IntakeParts) -> None:
    async with (
        served(create_api(parts)) as url,
        Walk.begins(browser, url, width=PHONE) as walk,
    ):
        page = walk.page
        await walk.begin()
        await page.fill("#description", "Une histoire à moitié")
        await page.locator("#typing-kept").get_by_text("Brouillon enregistré").wait_for()
        await page.reload(wait_until="networkidle")
        assert await page.input_value("#description") == "Une histoire à moitié"
