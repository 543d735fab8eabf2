"""The tree on pages: what a leaf says and asks, versions, and the preview for its editors."""

from datetime import UTC, datetime, timedelta
from importlib.resources import files

import httpx

from common.contracts.intake import ReportSubmitted
from common.testing.clock import FrozenClock
from common.testing.outbox import outbox
from intake.parts import IntakeParts
from tests.intake.pages.browser import begin, prove_email, tell_who

EVE_OF_THE_CHANGE = datetime(2026, 8, 10, 21, 30, tzinfo=UTC)  # 23:30 in Paris
GONE_TOMORROW = "/problems/canvassing/phone/despite_bloctel"


async def test_a_draft_begun_before_a_change_of_the_tree_is_still_sent(
    client: httpx.AsyncClient, parts: IntakeParts, clock: FrozenClock
) -> None:
    clock.set(EVE_OF_THE_CHANGE)
    browser = await begin(client, GONE_TOMORROW)
    clock.advance(timedelta(hours=1))
    assert (await client.get(GONE_TOMORROW)).status_code == 422
    await browser.send("/report/company/phone", number="01 23 45 67 89")
    await browser.send(
        "/report/details",
        observed_on="2026-08-10",
        q_called_at="14-15",
        q_how_often="always",
        description="Un appel chaque jour malgré Bloctel.",
    )
    await browser.send("/report/files", go_on="yes")
    await tell_who(browser)
    await prove_email(browser, parts)
    done = await browser.send("/report/recap")
    assert done.url.path == "/report/done", done.text
    events = [envelope.event for envelope in await outbox(parts.ground)]
    (submitted,) = [event for event in events if isinstance(event, ReportSubmitted)]
    assert submitted.content.tree_version == 1
    assert submitted.content.authority_codes == ("DEM-TEL",)
    assert "de 14\u00a0h à 15\u00a0h" in [reply.value for reply in submitted.content.replies]


async def test_several_choices_are_kept_and_shown_again(client: httpx.AsyncClient) -> None:
    browser = await begin(client, "/problems/food_poisoning/on_site")
    await browser.send("/report/company/unknown", postal_code="75011")
    page = await browser.client.post(
        "/report/details",
        data={"csrf_token": browser.token, "q_symptoms": ["fever", "stomach"], "description": "x"},
    )
    assert page.status_code == 422
    assert page.text.count(" checked") == 2


async def test_a_leaf_says_what_to_know_first(client: httpx.AsyncClient) -> None:
    page = await client.get("/problems/canvassing/door/signed_at_home")
    assert "14 jours après la signature" in page.text


async def test_a_wall_leads_to_another_branch(client: httpx.AsyncClient) -> None:
    page = await client.get("/problems/fake_admin/real_service")
    assert 'href="/problems/public_services"' in page.text


async def test_the_preview_shows_every_version_in_both_languages(
    client: httpx.AsyncClient, clock: FrozenClock
) -> None:
    clock.set(EVE_OF_THE_CHANGE)
    now = await client.get("/tree")
    coming = await client.get("/tree?version=2")
    assert "canvassing/phone/despite_bloctel" in now.text
    assert "canvassing/phone/despite_bloctel" not in coming.text
    for words in ("Elle n’est pas arrivée", "It has not arrived"):
        assert words in coming.text


async def test_a_version_that_never_was_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.get("/tree?version=99")).status_code == 422


async def test_every_page_of_the_tree_is_light(client: httpx.AsyncClient) -> None:
    """Far under the 100 kB that the consumer's path may weigh, style sheet and script aside."""
    for path in ("/", "/problems/shops", "/problems/online/order", "/problems/shops/refund"):
        assert len((await client.get(path)).content) < 40_000, path


async def test_the_home_page_searches_without_script(client: httpx.AsyncClient) -> None:
    home = await client.get("/")
    assert '<form action="/problems" method="get" role="search"' in home.text
    found = await client.get("/problems?q=colis jamais reçu")
    assert 'href="/problems/online/order/not_delivered"' in found.text
    assert 'value="colis jamais reçu"' in found.text
    assert len(found.content) < 40_000


async def test_a_search_without_result_says_what_to_do(client: httpx.AsyncClient) -> None:
    nothing = await client.get("/problems?q=<b>xkcdq</b>")
    assert nothing.status_code == 200
    assert "Essayez d’autres mots" in nothing.text
    assert "<b>xkcdq" not in nothing.text
    assert (await client.get("/problems?q=")).status_code == 303


async def test_what_to_do_next_is_said_when_the_report_has_left(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await begin(client, "/problems/finance/insurance/claim_refused")
    await browser.send("/report/company/unknown", postal_code="75011")
    await browser.send(
        "/report/details", observed_on="2026-05-03", description="Mon dossier est refusé."
    )
    await browser.send("/report/files", go_on="yes")
    await tell_who(browser)
    await prove_email(browser, parts)
    done = await browser.send("/report/recap")
    assert "le médiateur de l’assurance est gratuit" in done.text


async def test_every_subject_of_the_home_page_has_a_picture(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    pictures = (files("intake") / "static" / "subjects.svg").read_text()
    home = await client.get("/")
    for top in parts.tree.tops:
        assert f'<view id="{top.icon}"' in pictures
        assert f'#{top.icon}"' in home.text
