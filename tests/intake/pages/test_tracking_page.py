"""The tracking page."""

import httpx

from common.testing.messaging import deliver
from intake.consumers import subscriptions
from intake.domain.thread import MOST_MESSAGES
from intake.handlers.submit_report import AcceptedReport
from intake.parts import IntakeParts
from tests.intake import events
from tests.intake.pages.browser import Browser
from tests.intake.world import a_submitted_report


async def follow(client: httpx.AsyncClient, accepted: AcceptedReport) -> Browser:
    browser = Browser(client)
    link = f"http://testserver/tracking#{accepted.secret}"
    page = await browser.send("/tracking", link=link)
    assert page.url.path == "/tracking/report", page.text
    return browser


async def answer(parts: IntakeParts, accepted: AcceptedReport) -> None:
    for event in events.a_life(accepted.id):
        await deliver(subscriptions(parts), parts, event)


async def test_a_pasted_link_opens_the_report(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    browser = await follow(client, accepted)
    page = await browser.get("/tracking/report")
    assert accepted.reference in page.text
    assert 'content="noindex"' in page.text
    assert "Aucun prix au rayon boulangerie." in page.text


async def test_what_is_no_link_stays_in_the_field(client: httpx.AsyncClient) -> None:
    for link in ("not a link", "x" * 43):
        page = await Browser(client).send("/tracking", link=link)
        assert page.status_code == 422
        assert link in page.text


async def test_without_a_session_the_link_is_asked_for(client: httpx.AsyncClient) -> None:
    response = await client.get("/tracking/report")
    assert response.headers["location"] == "/tracking"
    client.cookies.set("vigie-tracking", "x" * 43)
    assert (await client.get("/tracking/erasure")).headers["location"] == "/tracking"


async def test_the_answer_is_read_and_rated(client: httpx.AsyncClient, parts: IntakeParts) -> None:
    accepted = await a_submitted_report(parts)
    await answer(parts, accepted)
    browser = await follow(client, accepted)
    page = await browser.get("/tracking/report")
    assert "Nous vous remboursons." in page.text
    unrated = await browser.send("/tracking/review", comment="Je ne sais pas")
    assert unrated.status_code == 422
    assert "Je ne sais pas" in unrated.text
    long = await browser.send("/tracking/review", rating="neutral", comment="x" * 2001)
    assert long.status_code == 422
    rated = await browser.send("/tracking/review", rating="neutral", comment="Bof")
    assert "Changer mon avis" in rated.text


async def test_rating_before_the_answer_shows_the_state(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await follow(client, await a_submitted_report(parts))
    await browser.get("/tracking/report")
    page = await browser.send("/tracking/review", rating="neutral")
    assert page.url.path == "/tracking/report"


async def test_the_holder_is_named_with_its_deadline(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    await deliver(subscriptions(parts), parts, events.opened(accepted.id))
    browser = await follow(client, accepted)
    page = await browser.get("/tracking/report")
    assert "La Poste" in page.text
    assert "3 juillet 2026" in page.text
    assert "Soixante jours." in page.text


async def test_a_report_is_withdrawn_after_a_question(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await follow(client, await a_submitted_report(parts))
    await browser.get("/tracking/withdrawal")
    page = await browser.send("/tracking/withdrawal")
    assert "Retiré par vous" in page.text
    again = await browser.send("/tracking/withdrawal")
    assert again.url.path == "/tracking/report"


async def test_a_report_is_erased_after_a_tick(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    browser = await follow(client, accepted)
    await browser.get("/tracking/erasure")
    hesitant = await browser.send("/tracking/erasure")
    assert hesitant.status_code == 422
    erased = await browser.send("/tracking/erasure", is_certain="yes")
    assert "Votre signalement est effacé" in erased.text
    link = f"http://testserver/tracking#{accepted.secret}"
    gone = await Browser(client).send("/tracking", link=link)
    assert gone.status_code == 410


async def test_a_shared_computer_keeps_nothing(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await follow(client, await a_submitted_report(parts))
    await browser.get("/tracking/report")
    await browser.send("/tracking/end")
    assert (await client.get("/tracking/report")).status_code == 303


async def test_too_many_wrong_links_must_wait(client: httpx.AsyncClient) -> None:
    for _ in range(60):
        await client.post("/tracking", data={"link": "x" * 43})
    page = await Browser(client).send("/tracking", link="x" * 43)
    assert page.status_code == 429


async def test_an_empty_receipt_leads_to_the_link(client: httpx.AsyncClient) -> None:
    response = await client.get("/report/done")
    assert response.headers["location"] == "/tracking"


async def test_the_one_question_is_a_choice_on_the_page(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    await deliver(subscriptions(parts), parts, events.asked(accepted.id))
    browser = await follow(client, accepted)
    page = await browser.get("/tracking/report")
    assert "Une question pour vous" in page.text
    assert "LA POSTE DU PORT" in page.text
    nothing = await browser.send("/tracking/redirection")
    assert nothing.status_code == 422
    assert "Choisissez un établissement." in nothing.text
    told = await browser.send("/tracking/redirection", siret=events.OTHER_SIRET)
    assert "Une question pour vous" not in told.text
    assert "Vous avez indiqué l’établissement" in told.text


async def test_a_question_is_read_and_replied_to(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    browser = await follow(client, accepted)
    await browser.get("/tracking/report")
    early = await browser.send("/tracking/messages", message="Bonjour")
    assert early.url.path == "/tracking/report"
    for tell in (events.opened, events.read, events.questioned):
        event = tell(accepted.id)
        await deliver(subscriptions(parts), parts, event)
    page = await browser.get("/tracking/report")
    assert "Quel jour était-ce ?" in page.text
    assert "La Poste attend votre réponse." in page.text
    empty = await browser.send("/tracking/messages", message=" ")
    assert empty.status_code == 422
    long = await browser.send("/tracking/messages", message="x" * 2001)
    assert long.status_code == 422
    assert "x" * 2001 in long.text
    replied = await browser.send("/tracking/messages", message="Un <lundi>.")
    assert "Un &lt;lundi&gt;." in replied.text
    assert "attend votre réponse" not in replied.text


async def test_writing_too_often_is_told_on_the_page(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    browser = await follow(client, accepted)
    await deliver(subscriptions(parts), parts, events.opened(accepted.id))
    await browser.get("/tracking/report")
    for _ in range(MOST_MESSAGES):
        await browser.send("/tracking/messages", message="Bonjour")
    page = await browser.send("/tracking/messages", message="Encore moi")
    assert page.status_code == 422
    assert "Encore moi" in page.text


async def test_whether_the_promise_was_kept_is_told_and_told_again(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    browser = await follow(client, accepted)
    early = await client.get("/tracking/promise")
    assert early.headers["location"] == "/tracking/report"
    await browser.get("/tracking/report")
    too_soon = await browser.send("/tracking/promise", outcome="kept")
    assert too_soon.url.path == "/tracking/report"
    await answer(parts, accepted)
    page = await browser.get("/tracking/promise")
    assert "Nous vous remboursons." in page.text
    nothing = await browser.send("/tracking/promise", comment="Rien reçu")
    assert nothing.status_code == 422
    assert "Rien reçu" in nothing.text
    long = await browser.send("/tracking/promise", outcome="partly", comment="x" * 2001)
    assert long.status_code == 422
    told = await browser.send("/tracking/promise", outcome="partly", comment="La moitié")
    assert "En partie seulement" in told.text
    again = await browser.get("/tracking/promise")
    assert "La moitié" in again.text


async def test_a_file_is_added_without_script(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    browser = await follow(client, accepted)
    await browser.get("/tracking/files")
    unknown = await browser.send("/tracking/files", kind="text/html")
    assert unknown.status_code == 422
    form = await browser.send("/tracking/files", kind="application/pdf")
    assert 'type="file"' in form.text
    page = await browser.get("/tracking/files")
    assert "Avez-vous envoyé le fichier" in page.text
    missing = await browser.send("/tracking/files/arrival")
    assert missing.status_code == 422
    async with parts.open_store() as store:
        (file,) = await store.attachments.of_report(accepted.id)
    await parts.storage.put(
        parts.buckets.quarantine, file.quarantine_key, b"%PDF-1.7", content_type="application/pdf"
    )
    taken = await browser.send("/tracking/files/arrival")
    assert taken.url.path == "/tracking/report"
    assert "En cours de vérification" in taken.text
    gone = await client.get(f"/tracking/files/{file.id}")
    assert gone.headers["location"] == "/tracking/files"


async def test_no_file_is_added_once_the_report_is_closed(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    browser = await follow(client, accepted)
    await browser.get("/tracking/files")
    await browser.send("/tracking/files", kind="image/png")
    await browser.send("/tracking/files/arrival", give_up="yes")
    await deliver(subscriptions(parts), parts, events.closed(accepted.id))
    closed = await client.get("/tracking/files")
    assert closed.headers["location"] == "/tracking/report"
    late = await browser.send("/tracking/files", kind="image/png")
    assert late.url.path == "/tracking/report"


async def test_what_is_left_to_do_comes_with_a_dated_letter(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    await follow(client, accepted)
    for path in ("/tracking/next", "/tracking/letter"):
        assert (await client.get(path)).headers["location"] == "/tracking/report"
    await deliver(subscriptions(parts), parts, events.closed(accepted.id))
    assert "Que faire maintenant" in (await client.get("/tracking/report")).text
    steps = await client.get("/tracking/next")
    assert "Conciliateur de justice" in steps.text
    letter = await client.get("/tracking/letter")
    assert accepted.reference in letter.text
    assert "resté sans réponse" in letter.text
    assert "Aucun prix au rayon boulangerie." in letter.text
    assert "Martin" not in letter.text


async def test_the_letter_quotes_the_promise_that_was_not_kept(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    await answer(parts, accepted)
    browser = await follow(client, accepted)
    await browser.get("/tracking/promise")
    await browser.send("/tracking/promise", outcome="not_kept")
    letter = await client.get("/tracking/letter")
    assert "Nous vous remboursons." in letter.text
    assert "n’est pas tenu" in letter.text
