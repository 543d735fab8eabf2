"""A browser without script, as far as the form needs one."""

import re
from dataclasses import dataclass

import httpx

from intake.parts import IntakeParts
from tests.intake.world import SIRET, last_code

LEAF = "/problems/shops/prices/price_differs"


@dataclass(slots=True)
class Browser:
    """Posts forms with the token of the page before, and goes where it is sent."""

    client: httpx.AsyncClient
    token: str = ""

    async def get(self, path: str) -> httpx.Response:
        return self._read(await self.client.get(path))

    async def send(self, path: str, **fields: str) -> httpx.Response:
        response = await self.client.post(path, data={"csrf_token": self.token, **fields})
        while response.status_code == 303:
            response = await self.client.get(response.headers["location"])
        return self._read(response)

    def _read(self, response: httpx.Response) -> httpx.Response:
        found = re.search(r'name="csrf_token" value="([0-9a-f]+)"', response.text)
        self.token = found[1] if found else self.token
        return response


async def begin(client: httpx.AsyncClient, leaf: str = LEAF) -> Browser:
    browser = Browser(client)
    await browser.send(leaf)
    return browser


async def name_company(browser: Browser) -> httpx.Response:
    return await browser.send("/report/company/siret", siret=SIRET, label="La Poste")


async def tell_story(browser: Browser, **changes: str) -> httpx.Response:
    story = {
        "observed_on": "2026-05-03",
        "q_shown_price": "10",
        "q_paid_price": "12,50",
        "description": "Le prix payé était plus haut.",
    }
    return await browser.send("/report/details", **(story | changes))


async def tell_who(browser: Browser, **changes: str) -> httpx.Response:
    who = {
        "first_name": "Camille",
        "last_name": "Martin",
        "email": "camille@example.org",
        "share_identity": "no",
    }
    return await browser.send("/report/identity", **(who | changes))


async def prove_email(browser: Browser, parts: IntakeParts) -> httpx.Response:
    await browser.send("/report/email/code")
    return await browser.send("/report/email", code=await last_code(parts))


async def fill_in(client: httpx.AsyncClient, parts: IntakeParts) -> Browser:
    """A draft with everything, on its recap."""
    browser = await begin(client)
    await name_company(browser)
    await tell_story(browser)
    await browser.send("/report/files", go_on="yes")
    await tell_who(browser)
    await prove_email(browser, parts)
    return browser
