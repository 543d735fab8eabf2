"""The triage desk's pages: arrive, look, choose, leave."""

import re
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from joserfc.jwk import OKPKey

from common.contracts.report import (
    PhoneTarget,
    PlaceTarget,
    Target,
    UnknownTarget,
    WebsiteTarget,
)
from common.messaging.subscription import Subscription
from common.testing.clock import FrozenClock
from common.testing.messaging import deliver
from routing.parts import RoutingParts
from routing.store import Store
from tests.routing.agents import OPERATOR, PARIS, SUPERVISOR, a_token, publish_keys
from tests.routing.builders import REPORT, STORY, about, declined, submitted
from tests.routing.town import CLOSED, COMMERCE_1, COMMERCE_2, GLACIER, siret

Listening = Sequence[Subscription[Store]]
HTML = {"accept": "text/html"}
ONE = f"/triage/{REPORT}"
RESOLUTION = f"{ONE}/resolution"


@pytest_asyncio.fixture
async def desk(town: RoutingParts, listening: Listening, agents_key: OKPKey) -> RoutingParts:
    await publish_keys(town, listening, agents_key)
    await deliver(listening, town, submitted(about("Bar du Commerce", postal_code="13260")))
    return town


@pytest_asyncio.fixture
async def agent(
    desk: RoutingParts, client: httpx.AsyncClient, agents_key: OKPKey
) -> httpx.AsyncClient:
    """A browser whose agent has arrived."""
    answer = await client.post("/triage/session", data={"token": a_token(desk, agents_key)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/triage")
    client.headers.update(HTML)
    return client


async def csrf(browser: httpx.AsyncClient) -> str:
    page = await browser.get(ONE)
    found = re.search(r'name="csrf_token" value="([0-9a-f]+)"', page.text)
    assert found is not None
    return found.group(1)


async def test_the_queue_shows_what_waits(agent: httpx.AsyncClient) -> None:
    page = await agent.get("/triage")
    assert f'href="{ONE}"' in page.text
    assert "Alimentation › Fraîcheur" in page.text
    assert "Plusieurs établissements possibles" in page.text


async def test_a_report_shows_its_story_its_reasons_and_the_suggestions(
    agent: httpx.AsyncClient,
) -> None:
    page = await agent.get(ONE)
    assert STORY in page.text
    assert "dans le doute, un agent choisit" in page.text
    assert siret(COMMERCE_1) in page.text
    assert siret(COMMERCE_2) in page.text


async def test_the_agent_searches_and_chooses(agent: httpx.AsyncClient) -> None:
    page = await agent.get(ONE, params={"q": "glacier", "place": "13260"})
    assert siret(GLACIER) in page.text
    form = {"siret": siret(GLACIER), "csrf_token": await csrf(agent)}
    answer = await agent.post(RESOLUTION, data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, ONE)
    page = await agent.get(ONE)
    assert "Choix d’un agent" in page.text
    assert "Désigner par SIRET" not in page.text
    assert "Aucun signalement" in (await agent.get("/triage")).text


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("123", "quatorze chiffres"),
        ("40293037400010", "ne connaît pas"),
        (siret(CLOSED), "est fermé"),
    ],
)
async def test_a_wrong_number_comes_back_with_its_fault(
    agent: httpx.AsyncClient, typed: str, fault: str
) -> None:
    form = {"siret": typed, "csrf_token": await csrf(agent)}
    page = await agent.post(RESOLUTION, data=form)
    assert page.status_code == 422
    assert fault in page.text
    assert f'value="{typed}"' in page.text


async def test_who_declined_is_shown_and_cannot_be_chosen(
    town: RoutingParts, listening: Listening, agent: httpx.AsyncClient
) -> None:
    form = {"siret": siret(GLACIER), "csrf_token": await csrf(agent)}
    await agent.post(RESOLUTION, data=form)
    await deliver(listening, town, declined(siret(GLACIER)))
    assert "Déjà refusé par" in (await agent.get(ONE)).text
    assert (await agent.post(RESOLUTION, data=form)).status_code == 409


async def test_another_site_cannot_choose_for_the_agent(agent: httpx.AsyncClient) -> None:
    form = {"siret": siret(GLACIER), "csrf_token": await csrf(agent)}
    evil = {"origin": "https://evil.test"}
    assert (await agent.post(RESOLUTION, data=form, headers=evil)).status_code == 403
    assert (await agent.post(RESOLUTION, data={"siret": siret(GLACIER)})).status_code == 403
    wrong = {"siret": siret(GLACIER), "csrf_token": "0" * 64}
    assert (await agent.post(RESOLUTION, data=wrong)).status_code == 403


async def test_leaving_ends_the_session(agent: httpx.AsyncClient) -> None:
    answer = await agent.post("/triage/departure")
    assert answer.headers["location"] == "http://agents.test"
    assert (await agent.get("/triage")).status_code == 401


async def test_a_session_ends_by_itself(agent: httpx.AsyncClient, clock: FrozenClock) -> None:
    clock.advance(timedelta(minutes=31))
    assert (await agent.get("/triage")).status_code == 401


async def test_without_a_session_the_desk_says_where_to_sign_in(
    client: httpx.AsyncClient,
) -> None:
    page = await client.get("/triage", headers=HTML)
    assert page.status_code == 401
    assert "espace des agents" in page.text


async def test_leaving_twice_is_no_fault(agent: httpx.AsyncClient) -> None:
    for _ in range(2):
        assert (await agent.post("/triage/departure")).status_code == 303


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        (WebsiteTarget(url="https://shop.test", seller="Le Glacier"), "https://shop.test"),
        (PhoneTarget(number="+33123456789"), "+33123456789"),
        (UnknownTarget(postal_code="13260"), "13260"),
        (PlaceTarget(commune="13022"), "13022"),
        (PlaceTarget(latitude=43.2, longitude=5.5), "43.2, 5.5"),
    ],
)
async def test_whatever_was_told_of_the_recipient_is_shown(
    town: RoutingParts,
    listening: Listening,
    client: httpx.AsyncClient,
    agents_key: OKPKey,
    target: Target,
    shown: str,
) -> None:
    await publish_keys(town, listening, agents_key)
    await deliver(listening, town, submitted(target))
    await client.post("/triage/session", data={"token": a_token(town, agents_key, SUPERVISOR)})
    page = await client.get(ONE, headers=HTML)
    assert shown in page.text


async def test_the_queue_goes_on_over_the_page(
    town: RoutingParts, listening: Listening, agent: httpx.AsyncClient
) -> None:
    for number in range(100, 121):
        event = submitted(about("Zorglub", postal_code="13260"), report_id=UUID(int=number))
        await deliver(listening, town, event)
    page = await agent.get("/triage")
    (following,) = re.findall(r'href="(/triage\?cursor=[^"]+)"', page.text)
    assert page.text.count("vigie-card__link") == 20
    page = await agent.get(following)
    assert page.text.count("vigie-card__link") == 2
    assert (await agent.get("/triage?cursor=WyJhIiwiYiJd")).status_code == 422


@pytest.mark.parametrize("token", ["", "nonsense"])
async def test_a_bad_token_opens_no_session(client: httpx.AsyncClient, token: str) -> None:
    answer = await client.post("/triage/session", data={"token": token}, headers=HTML)
    assert answer.status_code in {401, 422}
    assert not answer.cookies


async def test_operators_and_strangers_to_the_territory_see_nothing(
    desk: RoutingParts, client: httpx.AsyncClient, agents_key: OKPKey
) -> None:
    client.headers.update(HTML)
    token = a_token(desk, agents_key, OPERATOR)
    assert (await client.post("/triage/session", data={"token": token})).status_code == 403
    await client.post("/triage/session", data={"token": a_token(desk, agents_key, PARIS)})
    assert (await client.get(ONE)).status_code == 404
    assert "Aucun signalement" in (await client.get("/triage")).text
