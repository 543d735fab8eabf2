"""The form from the first page to the tracking page, without script."""

import re
from datetime import timedelta

import httpx

from common.contracts.intake import IdentityShared, ReportSubmitted
from common.secrets import digest
from common.testing.clock import FrozenClock
from common.testing.outbox import outbox
from intake.parts import IntakeParts
from tests.intake.pages.browser import (
    LEAF,
    Browser,
    begin,
    fill_in,
    name_company,
    prove_email,
    tell_story,
    tell_who,
)
from tests.intake.world import a_crowd


async def test_each_step_leads_to_the_next(client: httpx.AsyncClient, parts: IntakeParts) -> None:
    for path in ("/", "/problems/shops", "/problems/shops/prices", LEAF):
        assert (await client.get(path)).status_code == 200
    browser = await begin(client)
    assert (await name_company(browser)).url.path == "/report/details"
    assert (await tell_story(browser)).url.path == "/report/files"
    assert (await browser.send("/report/files", go_on="yes")).url.path == "/report/identity"
    assert (await tell_who(browser)).url.path == "/report/email"
    recap = await prove_email(browser, parts)
    assert recap.url.path == "/report/recap"
    for told in ("La Poste", "12,50\u00a0€", "Le prix payé était plus haut.", "restez anonyme"):
        assert told in recap.text
    done = await browser.send("/report/recap")
    assert done.url.path == "/report/done"
    assert "/tracking#" in done.text
    followed = await browser.get("/tracking/report")
    assert "Le prix payé était plus haut." in followed.text


async def test_the_report_is_the_one_that_was_read_again(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await fill_in(client, parts)
    await browser.send("/report/recap")
    events = [envelope.event for envelope in await outbox(parts.ground)]
    (submitted,) = [event for event in events if isinstance(event, ReportSubmitted)]
    content = submitted.content
    assert content.subcategories == ("prices", "price_differs")
    assert [(reply.question, reply.value) for reply in content.replies] == [
        ("Prix affiché, en euros", "10,00\u00a0€"),
        ("Prix payé, en euros", "12,50\u00a0€"),
    ]
    assert content.lang == "fr"
    assert not any(isinstance(event, IdentityShared) for event in events)


async def test_the_recap_shows_who_will_see_what(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await fill_in(client, parts)
    recap = await browser.get("/report/recap")
    company, agents, public = re.findall(r"<details.*?</details>", recap.text, re.DOTALL)
    assert "Le prix payé était plus haut." in company
    assert "Le prix payé était plus haut." in agents
    assert "camille@example.org" in agents
    assert not any(known in company + public for known in ("Camille", "camille@example.org"))
    assert "Le prix payé" not in public
    await browser.get("/report/identity")
    recap = await tell_who(browser, share_identity="yes", publish_consent="yes", phone="0612345678")
    company, agents, public = re.findall(r"<details.*?</details>", recap.text, re.DOTALL)
    assert "camille@example.org" in company
    assert "+33612345678" in company
    assert "Le prix payé était plus haut." in public
    assert not any(known in public for known in ("Camille", "camille@example.org"))


async def test_a_correction_from_the_recap_comes_back_to_it(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await fill_in(client, parts)
    await browser.get("/report/details")
    page = await tell_story(browser, description="Une histoire corrigée.")
    assert page.url.path == "/report/recap"
    assert "Une histoire corrigée." in page.text


async def test_sending_twice_is_sending_once(client: httpx.AsyncClient, parts: IntakeParts) -> None:
    browser = await fill_in(client, parts)
    await browser.send("/report/recap")
    again = await browser.send("/report/recap")
    assert again.url.path == "/"
    events = [envelope.event for envelope in await outbox(parts.ground)]
    assert sum(isinstance(event, ReportSubmitted) for event in events) == 1


async def test_a_second_report_of_the_day_is_refused_on_the_recap_with_its_reference(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await fill_in(client, parts)
    done = await browser.send("/report/recap")
    await begin(client)
    browser = Browser(client)
    await browser.get("/report/company")
    await name_company(browser)
    await tell_story(browser)
    await browser.send("/report/files", go_on="yes")
    page = await tell_who(browser)
    # The address was proved in this browser a moment ago: no second code.
    assert page.url.path == "/report/recap"
    refused = await browser.send("/report/recap")
    assert refused.status_code == 409
    reference = done.text.split("Référence ")[1][:9]
    assert reference in refused.text


async def test_a_proof_that_ended_meanwhile_is_told_and_nothing_is_lost(
    client: httpx.AsyncClient, parts: IntakeParts, clock: FrozenClock
) -> None:
    browser = await fill_in(client, parts)
    clock.advance(timedelta(hours=5))
    refused = await browser.send("/report/recap")
    assert refused.status_code == 422
    assert "Demandez un autre code" in refused.text
    assert "Le prix payé était plus haut." in refused.text


async def test_a_browser_without_a_draft_starts_from_the_problem(
    client: httpx.AsyncClient,
) -> None:
    for step in ("company", "details", "files", "identity", "email", "recap"):
        response = await client.get(f"/report/{step}")
        assert (response.status_code, response.headers["location"]) == (303, "/")


async def test_a_draft_is_resumed_where_it_was_left(client: httpx.AsyncClient) -> None:
    browser = await begin(client)
    await name_company(browser)
    home = await browser.get("/")
    assert 'href="/report/details"' in home.text


async def test_the_recap_is_reached_only_when_all_is_told(client: httpx.AsyncClient) -> None:
    browser = await begin(client)
    response = await client.get("/report/recap")
    assert response.headers["location"] == "/report/company"
    assert (await browser.send("/report/recap")).url.path == "/report/company"


async def test_the_form_speaks_english(client: httpx.AsyncClient) -> None:
    page = await client.get("/?lang=en")
    assert "A problem with a company or a public service?" in page.text
    page = await client.get("/problems/shops")
    assert "What happened in this shop?" in page.text


async def test_others_who_told_the_same_are_counted_and_not_shown(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    await a_crowd(parts, 3)
    browser = await fill_in(client, parts)
    recap = await browser.get("/report/recap")
    assert "3 autres personnes" in recap.text
    done = await browser.send("/report/recap")
    assert "3 autres personnes" in done.text
    assert "Sasha" not in recap.text + done.text


async def test_too_few_others_are_not_told(client: httpx.AsyncClient, parts: IntakeParts) -> None:
    await a_crowd(parts, 2)
    browser = await fill_in(client, parts)
    assert "autres personnes" not in (await browser.get("/report/recap")).text


async def test_others_of_long_ago_are_not_counted(
    client: httpx.AsyncClient, parts: IntakeParts, clock: FrozenClock
) -> None:
    await a_crowd(parts, 3)
    clock.advance(timedelta(days=31))
    browser = await fill_in(client, parts)
    assert "autres personnes" not in (await browser.get("/report/recap")).text


async def test_the_receipt_suits_a_report_about_nobody_knows_whom(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await fill_in(client, parts)
    await browser.get("/report/company")
    await browser.send("/report/company/unknown", postal_code="75011")
    done = await browser.send("/report/recap")
    assert done.url.path == "/report/done"
    assert "Un agent cherche à qui votre signalement doit aller." in done.text
    assert "l’établissement que vous avez choisi" not in done.text


async def test_the_receipt_is_gone_with_the_report(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await fill_in(client, parts)
    await browser.send("/report/recap")
    async with parts.open_store() as store:
        secret = str(client.cookies["vigie-receipt"]).strip('"').partition(".")[2]
        report_id = await store.reports.of_secret(digest(secret))
        assert report_id is not None
        await store.reports.remove(report_id)
    assert (await browser.client.get("/report/done")).headers["location"] == "/tracking"
