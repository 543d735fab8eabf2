"""The triage desk's forms: take, let go, filter, one choice for many, two websites merged."""

import re
from collections.abc import Sequence
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from joserfc.jwk import OKPKey

from common.contracts.report import Target, WebsiteTarget
from common.messaging.subscription import Subscription
from common.testing.messaging import deliver
from routing.handlers.claim_report import claim_report
from routing.parts import RoutingParts
from routing.store import Store
from tests.routing.agents import MARSEILLE, SUPERVISOR, a_token, publish_keys
from tests.routing.builders import about, submitted
from tests.routing.town import CLOSED, GLACIER, siret

Listening = Sequence[Subscription[Store]]
HTML = {"accept": "text/html"}
AMBIGUOUS = about("Bar du Commerce", postal_code="13260")
SHOP = WebsiteTarget(url="https://shop.com")
TOGETHER = "/triage/together?kind=website&key=shop.com"
WEBSITE = {"kind": "website", "key": "shop.com"}
BAR, FIRST_SHOP, SECOND_SHOP = (UUID(int=number) for number in (1, 2, 3))


@pytest_asyncio.fixture
async def desk(
    town: RoutingParts, listening: Listening, client: httpx.AsyncClient, agents_key: OKPKey
) -> httpx.AsyncClient:
    """A supervisor's browser; a bar and twice a website wait."""
    await publish_keys(town, listening, agents_key)
    told: tuple[tuple[UUID, Target], ...] = (
        (BAR, AMBIGUOUS),
        (FIRST_SHOP, SHOP),
        (SECOND_SHOP, SHOP),
    )
    for number, target in told:
        await deliver(listening, town, submitted(target, report_id=number))
    await client.post("/triage/session", data={"token": a_token(town, agents_key, SUPERVISOR)})
    client.headers.update(HTML)
    return client


async def send(browser: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    page = await browser.get(f"/triage/{BAR}")
    found = re.search(r'name="csrf_token" value="([0-9a-f]+)"', page.text)
    assert found is not None
    return await browser.post(path, data={"csrf_token": found.group(1), **fields})


async def test_the_next_one_is_the_first_that_nobody_is_at(
    desk: httpx.AsyncClient, town: RoutingParts
) -> None:
    async with town.open_store() as store:
        await claim_report(BAR, MARSEILLE, store)
    taken = await send(desk, "/triage/next")
    assert taken.headers["location"] == f"/triage/{FIRST_SHOP}"
    page = await desk.get(f"/triage/{FIRST_SHOP}")
    assert "Ce signalement est à vous" in page.text
    assert "Un autre agent" in (await desk.get(f"/triage/{BAR}")).text


async def test_the_next_one_obeys_the_filters(desk: httpx.AsyncClient) -> None:
    taken = await send(desk, "/triage/next", about="shop.com")
    assert taken.headers["location"] == f"/triage/{FIRST_SHOP}"
    nothing = await send(desk, "/triage/next", department="75")
    assert nothing.headers["location"] == "/triage?department=75"


async def test_a_report_is_taken_and_let_go(desk: httpx.AsyncClient) -> None:
    assert (await send(desk, f"/triage/{BAR}/claim")).status_code == 303
    assert "Pris par vous" in (await desk.get("/triage")).text
    assert (await send(desk, f"/triage/{BAR}/release")).headers["location"] == "/triage"
    assert "Pris par vous" not in (await desk.get("/triage")).text


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"about": "shop.com"}, 2),
        ({"kind": "company"}, 1),
        ({"kind": "nonsense"}, 3),
        ({"department": "13"}, 1),
        ({"age": "1"}, 0),
        ({"age": "nonsense"}, 3),
        ({"queue": "other"}, 0),
    ],
)
async def test_the_list_is_filtered_and_the_filters_stay(
    desk: httpx.AsyncClient, filters: dict[str, str], count: int
) -> None:
    page = await desk.get("/triage", params=filters)
    assert page.text.count("data-entry") == count


async def test_a_filter_that_means_nothing_comes_back_with_its_fault(
    desk: httpx.AsyncClient,
) -> None:
    page = await desk.get("/triage", params={"about": "+++", "department": "99"})
    assert page.status_code == 422
    assert 'value="+++"' in page.text
    assert "Donnez un numéro de département" in page.text


async def test_what_several_wait_for_is_shown_and_resolved_at_once(
    desk: httpx.AsyncClient,
) -> None:
    assert (
        'href="/triage/together?kind=website&amp;key=shop.com"' in (await desk.get("/triage")).text
    )
    done = await send(desk, "/triage/together", siret=siret(GLACIER), **WEBSITE)
    assert "2 signalements transmis" in done.text
    assert (await desk.get("/triage")).text.count("data-entry") == 1


@pytest.mark.parametrize(
    ("typed", "fault"),
    [("1", "quatorze chiffres"), (siret(CLOSED), "est fermé"), ("40293037400010", "ne connaît")],
)
async def test_a_wrong_recipient_for_all_comes_back(
    desk: httpx.AsyncClient, typed: str, fault: str
) -> None:
    page = await send(desk, "/triage/together", siret=typed, **WEBSITE)
    assert (page.status_code, fault in page.text) == (422, True)
    assert (await desk.get("/triage")).text.count("data-entry") == 3


async def test_two_websites_are_merged(desk: httpx.AsyncClient) -> None:
    done = await send(desk, "/triage/merger", alias="www.shop.fr", **WEBSITE)
    assert "shop.fr" in done.text
    for alias, fault in (("shop.fr", "déjà le même site"), ("+", "adresse d’un site")):
        page = await send(desk, "/triage/merger", alias=alias, **WEBSITE)
        assert (page.status_code, fault in page.text) == (422, True)


@pytest.mark.parametrize("lead", [{"kind": "nonsense", "key": "x"}, {"kind": "website"}])
async def test_what_no_page_sends_is_not_found(
    desk: httpx.AsyncClient, lead: dict[str, str]
) -> None:
    answer = await send(desk, "/triage/together", siret=siret(GLACIER), **lead)
    assert answer.status_code == 404
    assert (await desk.get(TOGETHER)).status_code == 200
