"""Whose a website is, by its legal page."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import httpx
import pytest
import pytest_asyncio
from joserfc.jwk import OKPKey

from common.messaging.subscription import Subscription
from common.testing.web import http_client
from routing.app import create_api
from routing.parts import RoutingParts
from routing.ports import PageUnavailable, WebPage
from routing.store import Store
from tests.routing.agents import bearer, publish_keys
from tests.routing.town import GLACIER, siret

Listening = Sequence[Subscription[Store]]
PATH = "/v1/websites/boutique.fr/legal-page"
NOTICE = f"Éditeur : SARL Le Glacier, SIRET {siret(GLACIER)}. Hébergeur : RCS Paris 404 833 048."


class Shelf:
    """Websites on a shelf: pages by address."""

    def __init__(self, pages: dict[str, str]) -> None:
        self.pages = pages

    async def read(self, address: str) -> WebPage:
        if address not in self.pages:
            raise PageUnavailable(address)
        return WebPage(address, self.pages[address])


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(
        {
            "https://boutique.fr/": '<a href="/legal.html">Mentions</a>',
            "https://boutique.fr/legal.html": f"<p>{NOTICE}</p>",
        }
    )


@pytest_asyncio.fixture
async def desk(
    town: RoutingParts, shelf: Shelf, listening: Listening, agents_key: OKPKey
) -> AsyncIterator[httpx.AsyncClient]:
    await publish_keys(town, listening, agents_key)
    async with http_client(create_api(replace(town, web=shelf))) as http:
        http.headers.update(bearer(town, agents_key))
        yield http


async def test_the_page_is_fetched_and_its_numbers_told(desk: httpx.AsyncClient) -> None:
    told = (await desk.post(PATH, json={})).json()
    assert told["pages"] == ["https://boutique.fr/legal.html", "https://boutique.fr/"]
    assert [(one["kind"], one["siren"]) for one in told["numbers"]] == [
        ("siret", siret(GLACIER)[:9]),
        ("siren", "404833048"),
    ]
    assert told["numbers"][0]["establishment"]["siret"] == siret(GLACIER)
    assert told["numbers"][1]["establishment"] is None


async def test_the_agent_may_give_the_text(desk: httpx.AsyncClient, shelf: Shelf) -> None:
    shelf.pages.clear()
    told = (await desk.post(PATH, json={"text": NOTICE})).json()
    assert (told["pages"], len(told["numbers"])) == ([], 2)
    refused = await desk.post(PATH, json={})
    assert refused.status_code == 422
    assert refused.json()["type"] == "urn:vigie:problem:page-unreadable"


async def test_nothing_is_associated_by_reading(desk: httpx.AsyncClient) -> None:
    await desk.post(PATH, json={})
    assert (await desk.get("/v1/websites/boutique.fr")).json()["state"] == "unknown"


async def test_only_agents_have_pages_read(desk: httpx.AsyncClient) -> None:
    del desk.headers["authorization"]
    assert (await desk.post(PATH, json={})).status_code == 401


async def test_only_websites_have_pages(desk: httpx.AsyncClient) -> None:
    answer = await desk.post("/v1/websites/localhost/legal-page", json={})
    assert answer.status_code == 404
