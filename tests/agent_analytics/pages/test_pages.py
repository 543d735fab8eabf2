"""What agents see on pages."""

from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from agent_analytics.domain.territory import Role
from agent_analytics.parts import AnalyticsParts
from tests.agent_analytics.builders import Tale
from tests.agent_analytics.conftest import Sketches
from tests.agent_analytics.pages.browser import Browser
from tests.agent_analytics.people import People
from tests.agent_analytics.telling import a_filed_report, tell


@pytest_asyncio.fixture
async def browser(client: httpx.AsyncClient, people: People) -> Browser:
    """An agent of Paris, signed in."""
    await people.join()
    made = Browser(client, people)
    await made.enter()
    return made


async def test_the_dashboard_counts_the_territory(parts: AnalyticsParts, browser: Browser) -> None:
    await a_filed_report(parts, 1)
    await a_filed_report(parts, 2, department="69")

    page = await browser.see("/")

    assert "1 signalements 1 en cours" in page
    assert "Transmis, non lu 1" in page
    assert "75 – Paris 1" in page


async def test_every_picture_of_the_dashboard_is_drawn_from_the_same_counts(
    parts: AnalyticsParts, browser: Browser
) -> None:
    await a_filed_report(parts, 1)
    page = (await browser.client.get("/?start=2026-04-27")).text.replace("&amp;", "&")
    addresses = [part.split('"')[0] for part in page.split('src="')[1:] if part[:8] == "/charts/"]

    for address in addresses:
        response = await browser.client.get(address)
        assert response.status_code == 200
        assert response.headers["content-type"] == "image/svg+xml"

    assert isinstance(parts.charts, Sketches)
    curve, *_ = parts.charts.drawn
    assert curve["data"]["values"] == [{"week": "2026-05-04", "count": 1}]
    assert len(addresses) == 4


async def test_a_picture_that_did_not_change_is_not_sent_again(browser: Browser) -> None:
    first = await browser.client.get("/charts/series.svg")
    again = await browser.client.get(
        "/charts/series.svg", headers={"if-none-match": first.headers["etag"]}
    )

    assert again.status_code == 304


async def test_an_empty_territory_says_so(browser: Browser) -> None:
    assert "Aucun signalement pour ces filtres." in await browser.see("/")
    assert "Aucun signalement ne répond à ces filtres." in await browser.see("/reports")


async def test_the_list_keeps_what_was_asked(parts: AnalyticsParts, browser: Browser) -> None:
    await a_filed_report(parts, 1, reference="PARIS")

    page = (await browser.client.get("/reports?q=grille-pain&status=waiting")).text

    assert "PARIS" in page
    assert 'value="grille-pain"' in page
    assert '<option value="waiting" selected>' in page


async def test_a_field_left_empty_asks_nothing(parts: AnalyticsParts, browser: Browser) -> None:
    await a_filed_report(parts, 1, reference="PARIS")

    assert "PARIS" in await browser.see("/reports?q=&start=&department=&status=+&siret=&sort=")


async def test_wrong_filters_come_back_to_be_mended(browser: Browser) -> None:
    response = await browser.client.get("/reports?start=hier&siret=12")

    assert response.status_code == 422
    assert "Un SIRET a 14 chiffres" in response.text
    assert 'value="12"' in response.text


@pytest.mark.parametrize("path", ["/?start=x", "/?department=20", "/reports?cursor=AAAA"])
async def test_no_filter_makes_an_accident(browser: Browser, path: str) -> None:
    assert (await browser.client.get(path)).status_code == 422


async def test_the_list_goes_on(parts: AnalyticsParts, browser: Browser) -> None:
    for number in range(1, 28):
        await a_filed_report(parts, number, reference=f"R{number}")

    first = (await browser.client.get("/reports?status=waiting")).text
    address = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = await browser.see(address)

    assert "27 signalements" in second
    assert "R2 " in second
    assert "R3 " not in second


async def test_the_report_tells_its_story(parts: AnalyticsParts, browser: Browser) -> None:
    tale: Tale = await a_filed_report(parts, 1)
    await tell(
        parts,
        [
            tale.read(),
            tale.answered(),
            tale.authority_informed(),
            tale.reviewed(),
            tale.delivered(),
            tale.file_cleared(),
        ],
    )

    page = await browser.see(f"/reports/{tale.report_id}")

    for words in (
        "Le grille-pain a pris feu.",
        "Engagement pris",
        "Camille Durand",
        "Nous vous remboursons.",
        "Le client est connu de nos services.",
        "Courriel « Accusé de réception » parti",
        "facture-de-camille.pdf",
        "Satisfait",
        "Lu par l’entreprise",
    ):
        assert " ".join(words.split()) in page


async def test_what_people_write_stays_text(parts: AnalyticsParts, browser: Browser) -> None:
    tale = await a_filed_report(parts, 1, description="<script>alert(1)</script>")

    page = (await browser.client.get(f"/reports/{tale.report_id}")).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


async def test_a_foreign_report_is_a_page_not_found(
    parts: AnalyticsParts, browser: Browser
) -> None:
    tale = await a_filed_report(parts, 1, department="13")

    for identifier in (tale.report_id, UUID(int=404)):
        response = await browser.client.get(
            f"/reports/{identifier}", headers={"accept": "text/html"}
        )
        assert response.status_code == 404
        assert "n’est pas de votre territoire" in response.text


async def test_the_triage_desk_is_opened_with_a_token_in_a_form(browser: Browser) -> None:
    response = await browser.client.get("/triage")

    assert 'action="http://routing.test/triage/session"' in response.text
    assert "form-action 'self' http://routing.test" in response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-store"


async def test_an_operator_sees_no_report(client: httpx.AsyncClient, people: People) -> None:
    await people.join("ops@dgccrf.test", role=Role.OPERATOR)
    browser = Browser(client, people)
    await browser.enter("ops@dgccrf.test")

    assert "ne donne pas accès aux signalements" in await browser.see("/")
    assert (await client.get("/reports")).status_code == 403


async def test_pages_speak_english(parts: AnalyticsParts, browser: Browser) -> None:
    await a_filed_report(parts, 1)

    page = await browser.see("/reports?lang=en")

    assert "1 report" in page
    assert "Sent, unread" in page
