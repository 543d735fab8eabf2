"""Signing in and out, on pages."""

import httpx
import pytest

from tests.agent_analytics.pages.browser import Browser, text_of
from tests.agent_analytics.people import People


@pytest.fixture
def browser(client: httpx.AsyncClient, people: People) -> Browser:
    return Browser(client, people)


async def test_a_page_asks_to_sign_in_and_comes_back(browser: Browser, people: People) -> None:
    await people.join()
    sent = await browser.client.get("/reports?q=grille")

    assert sent.status_code == 303
    assert sent.headers["location"] == "/login?next=%2Freports%3Fq%3Dgrille"
    entered = await browser.enter(next_="/reports?q=grille")
    assert entered.status_code == 303
    assert entered.headers["location"] == "/reports?q=grille"
    assert (await browser.client.get("/reports?q=grille")).status_code == 200


@pytest.mark.parametrize(
    "address", ["https://evil.test", "//evil.test", "/\\evil.test", "javascript:alert(1)", ""]
)
async def test_no_link_sends_an_agent_elsewhere(
    browser: Browser, people: People, address: str
) -> None:
    await people.join()

    assert (await browser.enter(next_=address)).headers["location"] == "/"


async def test_the_form_remembers_where_to_go(browser: Browser) -> None:
    page = (await browser.client.get("/login?next=/reports")).text

    assert '<input type="hidden" name="next" value="/reports">' in page


async def test_a_refusal_keeps_the_address_and_not_the_password(
    browser: Browser, people: People
) -> None:
    await people.join()
    form = {"email": "agent@dgccrf.test", "password": "my wrong password", "totp": "000000"}

    response = await browser.client.post("/login", data=form)

    assert response.status_code == 422
    assert "agent@dgccrf.test" in response.text
    assert "my wrong password" not in response.text
    assert "a déjà servi" in text_of(response)


async def test_too_many_tries_are_told_in_words(browser: Browser, people: People) -> None:
    await people.join()
    for _ in range(10):
        response = await browser.client.post("/login", data={"email": "agent@dgccrf.test"})
        assert response.status_code == 422

    refused = await browser.enter()

    assert refused.status_code == 429
    assert "Patientez un quart d’heure" in text_of(refused)


async def test_a_form_of_another_site_is_refused(browser: Browser, people: People) -> None:
    await people.join()

    response = await browser.client.post(
        "/login", data={"email": "x"}, headers={"origin": "https://evil.test"}
    )

    assert response.status_code == 403


async def test_signing_out_needs_the_form_of_our_own_page(browser: Browser, people: People) -> None:
    await people.join()
    await browser.enter()

    forged = await browser.client.post("/logout", data={"csrf_token": "0" * 64})
    assert forged.status_code == 403

    left = await browser.client.post("/logout", data={"csrf_token": await browser.form_token()})
    assert left.status_code == 303
    assert (await browser.client.get("/reports")).status_code == 303
