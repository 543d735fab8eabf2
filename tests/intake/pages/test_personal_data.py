"""Personal data in free text, pointed out on the pages."""

import httpx

from common.contracts.intake import ReportSubmitted
from common.testing.outbox import outbox
from intake.parts import IntakeParts
from tests.intake.pages.browser import Browser, begin, fill_in, name_company, tell_story

PRIVATE = "Le vendeur a noté mon numéro, 06 12 34 56 78, sur le ticket."
HIDDEN = "Le vendeur a noté mon numéro, •• •• •• •• ••, sur le ticket."


async def at_the_facts(client: httpx.AsyncClient) -> Browser:
    browser = await begin(client)
    await name_company(browser)
    return browser


async def test_personal_data_is_shown_before_going_on_and_the_text_is_kept(
    client: httpx.AsyncClient,
) -> None:
    browser = await at_the_facts(client)
    page = await tell_story(browser, description=PRIVATE)
    assert page.url.path == "/report/details"
    assert page.status_code == 200
    assert "un numéro de téléphone" in page.text
    assert PRIVATE in page.text
    assert PRIVATE in (await browser.get("/report/details")).text


async def test_one_click_masks_it_and_goes_on(client: httpx.AsyncClient) -> None:
    browser = await at_the_facts(client)
    page = await tell_story(browser, description=PRIVATE, personal="mask")
    assert page.url.path == "/report/files"
    page = await browser.get("/report/details")
    assert HIDDEN in page.text
    assert "06 12 34 56 78" not in page.text


async def test_whoever_wants_the_text_as_it_is_keeps_it(client: httpx.AsyncClient) -> None:
    browser = await at_the_facts(client)
    page = await tell_story(browser, description=PRIVATE, personal="keep")
    assert page.url.path == "/report/files"
    assert PRIVATE in (await browser.get("/report/details")).text


async def test_a_fault_is_told_first(client: httpx.AsyncClient) -> None:
    browser = await at_the_facts(client)
    page = await tell_story(browser, description=PRIVATE, observed_on="hier")
    assert page.status_code == 422
    assert "un numéro de téléphone" not in page.text


async def test_the_recap_masks_what_was_left_and_sends_it_masked(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await fill_in(client, parts)
    await browser.get("/report/details")
    recap = await tell_story(browser, description=PRIVATE, personal="keep")
    assert "Masquer ces données" in recap.text
    recap = await browser.send("/report/recap/masking")
    assert recap.url.path == "/report/recap"
    assert HIDDEN in recap.text
    assert "Masquer ces données" not in recap.text
    await browser.send("/report/recap")
    events = [envelope.event for envelope in await outbox(parts.ground)]
    (content,) = [event.content for event in events if isinstance(event, ReportSubmitted)]
    assert content.description == HIDDEN


async def test_masking_needs_the_token_of_the_page(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await fill_in(client, parts)
    browser.token = "0" * 64
    assert (await browser.send("/report/recap/masking")).status_code == 403
