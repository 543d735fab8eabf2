"""The triage desk and the rules in a browser: for hands and for eyes, with and without scripts."""

import re
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from uuid import UUID

import pytest
import pytest_asyncio
from joserfc.jwk import OKPKey
from playwright.async_api import Browser, Page

from common.contracts.report import PhoneTarget, WebsiteTarget
from common.messaging.subscription import Subscription
from common.testing.clock import FrozenClock
from common.testing.messaging import deliver
from common.values import Siret
from routing.app import create_api
from routing.domain.rules import Condition, Outcome, Priority, Rule
from routing.handlers.claim_report import claim_report
from routing.handlers.resolve_triage import ResolveTriage, resolve_triage
from routing.parts import RoutingParts
from routing.store import Store
from tests.browser import PHONE, examine, served, visited
from tests.routing.agents import SUPERVISOR, a_token, publish_keys
from tests.routing.builders import about, at, submitted
from tests.routing.rules import put_in_force
from tests.routing.town import COMMERCE_1, GLACIER, MAIRIE, siret

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
Listening = Sequence[Subscription[Store]]
AMBIGUOUS = about("Bar du Commerce", postal_code="13260")
SHOP = WebsiteTarget(url="https://www.boutique.example.com")
URGENT = Rule(
    "Produits dangereux",
    Condition(categories=frozenset({"products"}), tags=frozenset({"danger"})),
    Outcome.TRIAGE,
    queue="produits",
    priority=Priority.URGENT,
    copy_to="anses",
)
CALLS = PhoneTarget(number="01 23 45 67 89")


@pytest_asyncio.fixture
async def busy(
    town: RoutingParts, listening: Listening, agents_key: OKPKey, clock: FrozenClock
) -> RoutingParts:
    """A desk at work: reports of all kinds wait, one in a colleague's hands, one just resolved."""
    await publish_keys(town, listening, agents_key)
    await put_in_force(town, URGENT)
    told = (
        (AMBIGUOUS, "food", ()),
        (SHOP, "online", ()),
        (SHOP, "online", ()),
        (CALLS, "calls", ()),
        (about("Café des Amis", postal_code="13260"), "food", ()),
        (at(siret(GLACIER)), "street", ()),
        (AMBIGUOUS, "products", ("danger",)),
        (AMBIGUOUS, "food", ()),
    )
    for number, (target, category, tags) in enumerate(told, start=1):
        clock.advance(timedelta(hours=7))
        event = submitted(
            target,
            report_id=UUID(int=number),
            category=category,
            subcategories=(),
            tags=tags,
            submitted_at=clock.now(),
        )
        await deliver(listening, town, event)
    clock.advance(timedelta(hours=5))
    resolution = ResolveTriage(UUID(int=8), Siret(siret(COMMERCE_1)), SUPERVISOR)
    async with town.open_store() as store:
        await resolve_triage(resolution, store)
        await claim_report(UUID(int=1), SUPERVISOR, store)
    return town


@pytest_asyncio.fixture
async def address(busy: RoutingParts) -> AsyncIterator[str]:
    async with served(create_api(busy)) as url:
        yield url


class Officer:
    """A supervisor at a browser; what is wrong with the pages seen is noted."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address
        self.faults: list[str] = []

    async def arrive(self, token: str) -> None:
        """As from agent-analytics: a form of one field, sent."""
        await self.page.goto(f"{self._address}/")
        await self.page.evaluate(
            """(token) => {
                const form = document.createElement("form");
                form.method = "post"; form.action = "/triage/session";
                const field = document.createElement("input");
                field.name = "token"; field.value = token; form.append(field);
                document.body.append(form); form.submit();
            }""",
            token,
        )
        await self.page.wait_for_url("**/triage")

    async def go(self, path: str) -> None:
        await self.page.goto(f"{self._address}{path}")

    async def look(self, name: str) -> None:
        sight = await examine(self.page, f"routing-{name}")
        self.faults += [f"{name}: {fault}" for fault in sight.violations]
        if sight.overflow:
            self.faults.append(f"{name}: wider than the screen by {sight.overflow}")

    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name).first.click()
        await self.page.wait_for_load_state()

    async def read(self) -> str:
        return (await self.page.locator("main").inner_text()).replace("\u00a0", " ")


@pytest.mark.parametrize("width", [1280, PHONE])
async def test_every_page_of_the_desk_and_of_the_rules_is_fit_to_be_seen(
    busy: RoutingParts,
    address: str,
    browser: Browser,
    agents_key: OKPKey,
    width: int,
) -> None:
    async with visited(browser, "about:blank", width=width) as page:
        officer = Officer(page, address)
        await officer.arrive(a_token(busy, agents_key, SUPERVISOR))
        await officer.look("triage")
        await officer.go("/triage?about=nonsense&department=99")
        await officer.look("triage-filter-refused")
        await officer.go(f"/triage/{UUID(int=1)}")
        await officer.look("triage-report")
        await officer.go(f"/triage/{UUID(int=7)}")
        assert "Produits dangereux" in await officer.read()
        await officer.look("decision-explained")
        await officer.go("/triage/together?kind=website&key=boutique.example.com")
        await officer.look("triage-together")
        await officer.go("/rules")
        await officer.look("rules")
        await write_a_version(officer, width)
        await try_it(officer)
        await put_it_in_force(officer)
        assert officer.faults == []


async def write_a_version(officer: Officer, width: int) -> None:
    """From the version in force: a second rule, first with a fault."""
    await officer.go("/rules/new")
    await officer.press("Ajouter une règle")
    second = officer.page.locator("fieldset.vigie-card").nth(1)
    await second.get_by_label("Nom").first.fill(f"Voirie à la mairie {width}")
    await second.get_by_label("Catégories").fill("street")
    await second.get_by_label("Décision").select_option("recipient")
    await second.get_by_label("SIRET du destinataire").fill("123")
    await officer.page.get_by_label("Pourquoi cette version").fill("La voirie est à la mairie.")
    await officer.press("Enregistrer comme brouillon")
    assert "quatorze chiffres" in await officer.read()
    await officer.look("rules-form-refused")
    second = officer.page.locator("fieldset.vigie-card").nth(1)
    await second.get_by_label("SIRET du destinataire").fill(siret(MAIRIE))
    await officer.press("Enregistrer comme brouillon")
    assert "La voirie est à la mairie." in await officer.read()
    await officer.look("rules-version")


async def try_it(officer: Officer) -> None:
    version = officer.page.url
    await officer.page.get_by_role("link", name="Essayer sur").click()
    await officer.look("simulation-form")
    await officer.press("Essayer")
    told = await officer.read()
    assert re.search(r"1\s+sort changé", told)
    assert "MAIRIE" in told
    await officer.look("simulation")
    await officer.page.goto(f"{version}/differences")
    assert "ajoutée" in (await officer.read()).lower()
    await officer.look("rules-compared")
    await officer.page.goto(version)


async def put_it_in_force(officer: Officer) -> None:
    await officer.press("Mettre en vigueur")
    assert "en vigueur" in (await officer.read()).lower()
    await officer.look("rules-in-force")


async def test_the_desk_is_worked_with_the_keyboard_alone(
    busy: RoutingParts, address: str, browser: Browser, agents_key: OKPKey
) -> None:
    async with visited(browser, "about:blank") as page:
        officer = Officer(page, address)
        await officer.arrive(a_token(busy, agents_key, SUPERVISOR))
        for _ in range(2):
            await page.keyboard.press("j")
        await page.keyboard.press("k")
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"**/triage/{UUID(int=7)}")
        await page.keyboard.press("n")
        await page.wait_for_load_state()
        await page.get_by_text("Ce signalement est à vous").wait_for()
        await page.keyboard.press("1")
        await page.keyboard.press("Enter")
        await page.get_by_text("Choix d’un agent").wait_for()
        await page.keyboard.press("l")
        await page.wait_for_url("**/triage")
        await page.keyboard.press("/")
        assert await page.evaluate("document.activeElement.id") == "about"


async def test_many_are_resolved_at_once_without_any_script(
    busy: RoutingParts, address: str, browser: Browser, agents_key: OKPKey
) -> None:
    async with visited(browser, "about:blank") as page:
        officer = Officer(page, address)
        await officer.arrive(a_token(busy, agents_key, SUPERVISOR))
        devtools = await page.context.new_cdp_session(page)
        await devtools.send("Emulation.setScriptExecutionDisabled", {"value": True})
        await page.get_by_role("link", name="boutique.example.com").first.click()
        await page.get_by_label("SIRET du destinataire").fill("1")
        await officer.press("Transmettre les 2 signalements")
        assert "quatorze chiffres" in await officer.read()
        await page.get_by_label("SIRET du destinataire").fill(siret(GLACIER))
        await page.get_by_text("Retenir").click()
        await officer.press("Transmettre les 2 signalements")
        assert "2 signalements transmis" in await officer.read()
        await page.get_by_label("Autre adresse du site").fill("autre-boutique.example.com")
        await officer.press("Réunir")
        assert "autre-boutique.example.com" in await officer.read()
