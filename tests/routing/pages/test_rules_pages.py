"""The rules' pages: who sees what, the form without a script, in force and back, the laboratory."""

import re
from collections.abc import Sequence
from datetime import timedelta

import httpx
import pytest
import pytest_asyncio
from joserfc.jwk import OKPKey

from common.agent_tokens import Agent
from common.messaging.subscription import Subscription
from common.testing.clock import FrozenClock
from routing.domain.rules import Condition, Outcome, Rule
from routing.parts import RoutingParts
from routing.store import Store
from tests.routing.agents import MARSEILLE, SUPERVISOR, a_token, publish_keys
from tests.routing.rules import put_in_force

Listening = Sequence[Subscription[Store]]
HTML = {"accept": "text/html"}
TOYS = Rule("Jouets", Condition(categories=frozenset({"toys"})), Outcome.TRIAGE)


class Visitor:
    """An agent whose session is open, and who sends what the pages' forms hold."""

    def __init__(self, browser: httpx.AsyncClient) -> None:
        self._browser = browser

    async def see(self, path: str) -> httpx.Response:
        return await self._browser.get(path, headers=HTML)

    async def send(self, path: str, page: str, **fields: str) -> httpx.Response:
        shown = await self.see(page)
        found = re.search(r'name="csrf_token" value="([0-9a-f]+)"', shown.text)
        token = found.group(1) if found else ""
        form = {"csrf_token": token} | {
            name.replace("__", "-"): one for name, one in fields.items()
        }
        return await self._browser.post(path, data=form, headers=HTML)


@pytest_asyncio.fixture
async def arrived(
    parts: RoutingParts, listening: Listening, client: httpx.AsyncClient, agents_key: OKPKey
) -> httpx.AsyncClient:
    await publish_keys(parts, listening, agents_key)
    return client


async def enter(
    parts: RoutingParts, browser: httpx.AsyncClient, key: OKPKey, agent: Agent
) -> Visitor:
    await browser.post("/triage/session", data={"token": a_token(parts, key, agent)})
    return Visitor(browser)


@pytest_asyncio.fixture
async def supervisor(
    parts: RoutingParts, arrived: httpx.AsyncClient, agents_key: OKPKey
) -> Visitor:
    return await enter(parts, arrived, agents_key, SUPERVISOR)


async def test_an_agent_reads_the_rules_and_writes_none(
    parts: RoutingParts, arrived: httpx.AsyncClient, agents_key: OKPKey
) -> None:
    agent = await enter(parts, arrived, agents_key, MARSEILLE)
    await put_in_force(parts, TOYS)
    assert "Version 1" in (await agent.see("/rules")).text
    page = (await agent.see("/rules/1")).text
    assert "Entreprises étrangères" in page
    assert "Mettre en vigueur" not in page
    assert (await agent.see("/rules/new")).status_code == 403
    form = "/rules/1/simulation"
    assert (await agent.send("/rules/new", form, do="save")).status_code == 403
    assert (await agent.send("/rules/1/activation", form)).status_code == 403
    assert (await agent.send("/rules/1/restoration", form, note="x")).status_code == 403


async def test_without_a_session_there_are_no_rules(client: httpx.AsyncClient) -> None:
    for path in ("/rules", "/rules/1", "/rules/new", "/rules/1/simulation"):
        assert (await client.get(path, headers=HTML)).status_code == 401


async def test_the_form_starts_from_what_is_in_force(supervisor: Visitor) -> None:
    page = (await supervisor.see("/rules/new")).text
    assert 'value="Problèmes réservés aux autorités"' in page
    assert 'name="count" value="3"' in page


@pytest.mark.parametrize(
    ("pressed", "names"),
    [
        ("add", ["a", "b", ""]),
        ("drop:0", ["b"]),
        ("up:1", ["b", "a"]),
        ("up:0", ["a", "b"]),
        ("up:99", ["a", "b"]),
        ("nonsense", ["a", "b"]),
    ],
)
async def test_rules_are_added_dropped_and_moved_without_a_script(
    supervisor: Visitor, pressed: str, names: list[str]
) -> None:
    typed = {"count": "2", "r0__name": "a", "r1__name": "b", "note": "gardée", "do": pressed}
    page = await supervisor.send("/rules/new", "/rules/new", **typed)
    assert re.findall(r'name="r\d+-name" type="text" value="([^"]*)"', page.text) == names
    assert "gardée" in page.text


async def test_what_is_wrong_comes_back_beside_its_field_with_what_was_typed(
    supervisor: Visitor,
) -> None:
    typed = {"count": "1", "r0__name": "a", "r0__outcome": "recipient", "r0__siret": "123"}
    page = await supervisor.send("/rules/new", "/rules/new", note="x", do="save", **typed)
    assert page.status_code == 422
    assert 'value="123"' in page.text
    assert 'href="#r0-siret"' in page.text
    page = await supervisor.send("/rules/new", "/rules/new", do="save", **typed)
    assert "Dites en une phrase" in page.text
    assert (await supervisor.see("/rules/2")).status_code == 404


async def test_a_version_is_written_put_in_force_and_rolled_back(
    supervisor: Visitor, clock: FrozenClock
) -> None:
    typed = {"count": "1", "r0__name": "Jouets", "r0__categories": "toys, games"}
    typed |= {"r0__outcome": "triage", "r0__kinds": "website", "based_on": "1"}
    saved = await supervisor.send("/rules/new", "/rules/new", note="x", do="save", **typed)
    assert (saved.status_code, saved.headers["location"]) == (303, "/rules/2")
    page = (await supervisor.see("/rules/2")).text
    assert "games, toys" in page
    assert "Aucun signalement n’a jamais eu la catégorie" in page
    for day, words in (("2020-01-01", "un jour à venir"), ("x", "Choisissez un jour")):
        refused = await supervisor.send("/rules/2/activation", "/rules/2", on=day)
        assert (refused.status_code, words in refused.text) == (422, True)
    done = await supervisor.send("/rules/2/activation", "/rules/2", on="2026-05-04")
    assert done.status_code == 303
    assert "Ajoutée" in (await supervisor.see("/rules/2/differences?base=1")).text
    clock.advance(timedelta(minutes=5))
    refused = await supervisor.send("/rules/1/restoration", "/rules/1")
    assert refused.status_code == 422
    back = await supervisor.send("/rules/1/restoration", "/rules/1", note="Trop tôt.")
    assert back.headers["location"] == "/rules/3"
    assert "retour à la version 1" in (await supervisor.see("/rules/3")).text


async def test_a_simulation_is_asked_for_and_shown(supervisor: Visitor) -> None:
    form = "/rules/1/simulation"
    days = {"begins_on": "2026-05-01", "ends_on": "2026-05-31", "base": "1"}
    done = await supervisor.send(form, form, **days)
    assert done.status_code == 303
    page = await supervisor.see(done.headers["location"])
    assert "Version 1 contre version 1" in page.text
    assert 'http-equiv="refresh"' not in page.text
    backwards = await supervisor.send(form, form, **days | {"ends_on": "2026-04-01"})
    assert (backwards.status_code, "deux ans" in backwards.text) == (422, True)
    nothing = await supervisor.send(form, form, **days | {"begins_on": ""})
    assert nothing.status_code == 422
    assert (await supervisor.see("/rules/99/simulation")).status_code == 404
