"""A report put aside, and resumed elsewhere by a mailed link."""

from datetime import timedelta

import httpx
import pytest

from common.contracts.intake import DraftLinkRequested
from common.testing.clock import FrozenClock
from common.testing.outbox import outbox
from common.testing.web import http_client
from intake.app import create_api
from intake.handlers.purge_expired import purge_expired
from intake.parts import IntakeParts
from tests.intake.pages.browser import Browser, begin, fill_in, name_company

ADDRESS = "camille@example.org"


async def links(parts: IntakeParts) -> list[str]:
    events = [envelope.event for envelope in await outbox(parts.ground)]
    return [event.resume_url for event in events if isinstance(event, DraftLinkRequested)]


async def put_aside(browser: Browser, email: str = ADDRESS) -> httpx.Response:
    await browser.get("/report/later")
    return await browser.send("/report/later", email=email)


async def opened_elsewhere(parts: IntakeParts, link: str) -> tuple[str, int]:
    """Where another browser ends up with a link, and with which status."""
    async with http_client(create_api(parts)) as other:
        page = await Browser(other).send("/resume", link=link)
        return page.url.path, page.status_code


async def test_a_draft_goes_on_in_another_browser_and_in_its_own(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await begin(client)
    await name_company(browser)
    page = await put_aside(browser)
    assert page.status_code == 200
    assert "Le lien est parti" in page.text
    (link,) = await links(parts)
    assert link.startswith("http://testserver/resume#")
    assert await opened_elsewhere(parts, link) == ("/report/details", 200)
    assert (await browser.get("/report/details")).status_code == 200


async def test_the_secret_is_nowhere_but_in_the_mail(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await begin(client)
    page = await put_aside(browser)
    (link,) = await links(parts)
    assert link.partition("#")[2] not in page.text


async def test_a_link_asked_again_replaces_the_one_before(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await begin(client)
    await put_aside(browser)
    await put_aside(browser)
    first, second = await links(parts)
    assert await opened_elsewhere(parts, first) == ("/resume", 422)
    assert await opened_elsewhere(parts, second) == ("/report/company", 200)


async def test_an_address_has_one_link_for_all_its_drafts(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    await put_aside(await begin(client))
    async with http_client(create_api(parts)) as other:
        await put_aside(await begin(other))
    first, second = await links(parts)
    assert await opened_elsewhere(parts, first) == ("/resume", 422)
    assert await opened_elsewhere(parts, second) == ("/report/company", 200)


async def test_a_draft_with_a_link_lasts_seven_days_and_then_goes(
    client: httpx.AsyncClient, parts: IntakeParts, clock: FrozenClock
) -> None:
    await put_aside(await begin(client))
    (link,) = await links(parts)
    clock.advance(timedelta(days=6, hours=23))
    await purge_expired(parts.open_store, parts.buckets)
    assert (await opened_elsewhere(parts, link))[1] == 200
    clock.advance(timedelta(days=3))
    assert await opened_elsewhere(parts, link) == ("/resume", 422)
    assert await purge_expired(parts.open_store, parts.buckets) >= 1
    clock.advance(-timedelta(days=9))
    assert await opened_elsewhere(parts, link) == ("/resume", 422)


async def test_a_draft_without_a_link_goes_after_two_days(
    client: httpx.AsyncClient, parts: IntakeParts, clock: FrozenClock
) -> None:
    await begin(client)
    clock.advance(timedelta(days=2, minutes=1))
    assert await purge_expired(parts.open_store, parts.buckets) >= 1


@pytest.mark.parametrize("link", ["", "x", "http://testserver/resume#short", "é" * 600])
async def test_a_wrong_link_is_told_and_stays_in_its_field(parts: IntakeParts, link: str) -> None:
    assert await opened_elsewhere(parts, link) == ("/resume", 422)


async def test_a_wrong_address_is_told(client: httpx.AsyncClient, parts: IntakeParts) -> None:
    page = await put_aside(await begin(client), "nobody")
    assert page.status_code == 422
    assert await links(parts) == []


async def test_links_are_not_sent_without_end(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await begin(client)
    answers = [(await put_aside(browser)).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    assert len(await links(parts)) == 3


async def test_links_are_not_guessed_without_end(parts: IntakeParts) -> None:
    async with http_client(create_api(parts)) as other:
        answers = [
            (await Browser(other).send("/resume", link=f"#{'a' * 43}")).status_code
            for _ in range(61)
        ]
    assert answers == [422] * 60 + [429]


async def test_a_sent_report_has_no_link_left(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await fill_in(client, parts)
    await put_aside(browser)
    await browser.get("/report/recap")
    await browser.send("/report/recap")
    (link,) = await links(parts)
    assert await opened_elsewhere(parts, link) == ("/resume", 422)


async def test_what_is_being_written_is_kept_without_a_judgement(
    client: httpx.AsyncClient,
) -> None:
    browser = await begin(client)
    await name_company(browser)
    half = {"description": "Court", "observed_on": "2099-01-01"}
    answer = await browser.send("/report/details/typing", **half)
    assert answer.status_code == 204
    page = await browser.get("/report/details")
    assert "Court" in page.text
    assert 'value="2099-01-01"' in page.text


async def test_keeping_late_what_was_written_before_undoes_no_step(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await fill_in(client, parts)
    half = {"description": "Une phrase arrivée en retard.", "observed_on": "2026-05-03"}
    await browser.send("/report/details/typing", **half)
    recap = await browser.get("/report/recap")
    assert recap.url.path == "/report/recap"
    assert "Une phrase arrivée en retard." in recap.text
