"""A browser without a screen: follows links, fills forms, keeps its cookie."""

import re
from dataclasses import dataclass
from html import unescape

import httpx

from tests.agent_analytics.people import PASSWORD, People


@dataclass(slots=True)
class Browser:
    client: httpx.AsyncClient
    people: People

    async def enter(self, email: str = "agent@dgccrf.test", *, next_: str = "/") -> httpx.Response:
        """Send the sign-in form."""
        form = {
            "email": email,
            "password": PASSWORD,
            "totp": self.people.code(email),
            "next": next_,
        }
        return await self.client.post("/login", data=form)

    async def see(self, path: str) -> str:
        """The page's text, its markup gone."""
        response = await self.client.get(path, headers={"accept": "text/html"})
        return text_of(response)

    async def form_token(self, path: str = "/reports") -> str:
        page = (await self.client.get(path)).text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found is not None
        return found[1]


def text_of(response: httpx.Response) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.text)))
