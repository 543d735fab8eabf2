"""The steps of the form, seen by a browser: on a phone and a desk, with scripts and without."""

from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Page

from common.contracts.intake import DraftLinkRequested
from common.testing.outbox import outbox
from intake.app import create_api
from intake.parts import IntakeParts
from tests.browser import DESK, PHONE, examine, served, visited
from tests.intake.world import SIRET, a_crowd, last_code

pytestmark = pytest.mark.browser

LEAF = "/problems/shops/prices/price_differs"
STORY = "Le prix payé était plus haut. Mon numéro : 06 12 34 56 78."
LIGHT = 100_000


@dataclass(slots=True)
class Walk:
    """One visitor’s way through the form; each page is looked at."""

    page: Page
    url: str
    name: str
    weight: int = 0

    async def look(self, name: str) -> None:
        sight = await examine(self.page, f"intake-{name}-{self.name}")
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
    name = "scripts" if scripts else "plain"
    async with (
        served(create_api(parts)) as url,
        visited(browser, "about:blank", width=width, java_script_enabled=scripts) as page,
    ):
        walk = Walk(page, url, name)
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
        visited(browser, "about:blank", width=DESK) as desk,
        visited(browser, "about:blank", width=PHONE, java_script_enabled=scripts) as phone,
    ):
        at_home = Walk(desk, url, "home")
        await at_home.begin()
        await at_home.go("/report/later")
        await desk.fill("#email", "camille@example.org")
        await at_home.press("Envoyer le lien")
        events = [envelope.event for envelope in await outbox(parts.ground)]
        (link,) = [event.resume_url for event in events if isinstance(event, DraftLinkRequested)]
        link = link.replace("http://testserver", url)
        outside = Walk(phone, url, "scripts" if scripts else "plain")
        await phone.goto(link, wait_until="networkidle")
        if not scripts:
            await outside.look("resume")
            await phone.fill("#link", link)
            await outside.press("Reprendre")
        assert phone.url == f"{url}/report/details"


async def test_a_reload_takes_nothing_away(browser: Browser, parts: IntakeParts) -> None:
    async with (
        served(create_api(parts)) as url,
        visited(browser, "about:blank", width=PHONE) as page,
    ):
        walk = Walk(page, url, "typing")
        await walk.begin()
        await page.fill("#description", "Une histoire à moitié")
        await page.locator("#typing-kept").get_by_text("Brouillon enregistré").wait_for()
        await page.reload(wait_until="networkidle")
        assert await page.input_value("#description") == "Une histoire à moitié"
