"""The inbox, a report, and the answer, page by page."""

import re
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from common.contracts.company_portal import QuestionAsked, ReportAnswered, ReportRead
from common.contracts.report import Address
from common.contracts.routing import EstablishmentChange
from common.testing.clock import FrozenClock
from company_portal.domain.rights import Access, Role
from company_portal.pages import inbox
from company_portal.parts import PortalParts
from tests.company_portal.builders import (
    GARAGE,
    NOON,
    REPORT,
    a_change,
    a_closing,
    a_message,
    a_recipient,
    a_review,
    a_routing,
    a_withdrawal,
    an_account,
    an_attachment,
    an_identity,
    announced,
    receive,
)
from tests.company_portal.pages.browsing import log_in, submit

REPORT_PATH = f"/reports/{REPORT}"
ANSWER_PATH = f"{REPORT_PATH}/answer"
ANSWER = {"reason": "refund_or_credit", "message_to_consumer": "Nous vous <b>remboursons</b>."}


@pytest.fixture
async def signed_in(client: httpx.AsyncClient, parts: PortalParts) -> httpx.AsyncClient:
    """The manager of the bakery, with one report waiting."""
    await an_account(parts)
    await receive(parts, a_routing())
    await log_in(client)
    return client


async def test_the_inbox_begins_where_there_is_something_to_do(
    signed_in: httpx.AsyncClient,
) -> None:
    before = await signed_in.get("/reports")
    await signed_in.get(REPORT_PATH)
    after = await signed_in.get("/reports")
    done = await signed_in.get("/reports?tab=done")

    assert '<h2 class="portal-section">À lire</h2>' in before.text
    assert '<h2 class="portal-section">À répondre</h2>' in after.text
    assert "À traiter au plus tard le 29 mai 2026" in after.text
    assert "Rien n’est terminé" in done.text


async def test_the_inbox_is_searched(signed_in: httpx.AsyncClient) -> None:
    found = await signed_in.get("/reports?tab=to-read&q=réfrigérateur")
    nothing = await signed_in.get("/reports?tab=to-read&q=<piscine>")

    assert "V7K2-9QXD" in found.text
    assert "V7K2-9QXD" not in nothing.text
    assert "&lt;piscine&gt;" in nothing.text


@pytest.mark.parametrize("tab", ["to-read", "done"])
async def test_a_long_inbox_comes_in_pages(
    signed_in: httpx.AsyncClient,
    parts: PortalParts,
    monkeypatch: pytest.MonkeyPatch,
    tab: str,
) -> None:
    monkeypatch.setattr(inbox, "PAGE", 1)
    await receive(parts, a_routing(UUID(int=2), reference="AAAA-2222"))
    if tab == "done":
        await receive(parts, a_withdrawal(), a_withdrawal(UUID(int=2)))

    first = await signed_in.get(f"/reports?tab={tab}")
    following = first.text.partition('rel="next" href="')[2].partition('"')[0]
    second = await signed_in.get(following.replace("&amp;", "&"))

    shown = [
        reference
        for page in (first, second)
        for reference in ("AAAA-2222", "V7K2-9QXD")
        if reference in page.text
    ]
    assert sorted(shown) == ["AAAA-2222", "V7K2-9QXD"]
    assert "Début de la liste" in second.text


@pytest.mark.parametrize("cursor", ["nonsense", "WyJhIiwiYiJd", "WyIyMDI2LTA1LTA0VDEwOjAwIiwiYiJd"])
@pytest.mark.parametrize("tab", ["to-read", "done"])
async def test_a_cursor_we_never_gave_is_refused(
    signed_in: httpx.AsyncClient, tab: str, cursor: str
) -> None:
    answer = await signed_in.get(f"/reports?tab={tab}&cursor={cursor}")

    assert answer.status_code == 422


async def test_opening_a_report_marks_it_read_once(
    signed_in: httpx.AsyncClient, parts: PortalParts
) -> None:
    page = await signed_in.get(REPORT_PATH)
    await signed_in.get(REPORT_PATH)

    assert "Le réfrigérateur commandé" in page.text
    assert "25 jours pour répondre" in page.text
    assert "rester anonyme" in page.text
    assert "Première lecture" in page.text
    assert len(await announced(parts, ReportRead)) == 1


async def test_a_report_page_shows_files_and_who_agreed_to_be_known(
    signed_in: httpx.AsyncClient, parts: PortalParts
) -> None:
    await receive(parts, an_identity(), an_attachment())

    page = await signed_in.get(f"{REPORT_PATH}?lang=en")
    file = await signed_in.get(f"{REPORT_PATH}/attachments/{UUID(int=1)}")

    assert "camille.durand@example.com" in page.text
    assert "facture-1.pdf" in page.text
    assert "What the consumer says" in page.text
    assert (file.status_code, file.headers["location"][:20]) == (303, "http://storage.test/")


async def test_another_company_s_report_has_no_page(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts, "voisin@example.fr", Access(GARAGE, Role.ADMIN))
    await receive(parts, a_routing())
    await log_in(client, "voisin@example.fr")

    pages = [await client.get(REPORT_PATH), await client.get(ANSWER_PATH)]

    assert [page.status_code for page in pages] == [404, 404]


async def test_an_answer_is_read_over_changed_and_sent(
    signed_in: httpx.AsyncClient, parts: PortalParts
) -> None:
    form = (await signed_in.get(ANSWER_PATH)).text

    preview = await submit(signed_in, form, ANSWER_PATH, **ANSWER, step="preview")
    edited = await submit(signed_in, preview.text, ANSWER_PATH, **ANSWER, step="edit")
    sent = await submit(signed_in, edited.text, ANSWER_PATH, **ANSWER, step="send")
    page = await signed_in.get(sent.headers["location"])

    assert "Relisez votre réponse" in preview.text
    assert "&lt;b&gt;remboursons" in preview.text
    assert 'value="refund_or_credit" required checked' in edited.text
    assert "Votre réponse est envoyée" in page.text
    assert "Nous nous engageons" in page.text
    assert len(await announced(parts, ReportAnswered)) == 1


async def test_a_report_can_only_be_answered_once_from_its_page(
    signed_in: httpx.AsyncClient, parts: PortalParts
) -> None:
    form = (await signed_in.get(ANSWER_PATH)).text
    await submit(signed_in, form, ANSWER_PATH, **ANSWER, step="send")

    again = await submit(signed_in, form, ANSWER_PATH, **ANSWER, step="send")
    asked = await signed_in.get(ANSWER_PATH)

    assert again.headers["location"] == f"{REPORT_PATH}?done=too-late"
    assert asked.headers["location"] == f"{REPORT_PATH}?done=too-late"
    assert "n’attend plus de réponse" in (await signed_in.get(again.headers["location"])).text
    assert len(await announced(parts, ReportAnswered)) == 1


async def test_a_holder_that_is_not_concerned_is_told_where_the_report_goes(
    signed_in: httpx.AsyncClient,
) -> None:
    form = (await signed_in.get(ANSWER_PATH)).text
    declined = {**ANSWER, "reason": "homonym", "message_to_authority": "Voir le n° 14."}

    preview = await submit(signed_in, form, ANSWER_PATH, **declined)
    sent = await submit(signed_in, form, ANSWER_PATH, **declined, step="send")
    page = await signed_in.get(sent.headers["location"])

    assert "partira vers un autre destinataire" in preview.text
    assert "Vous en gardez la trace" in page.text
    assert "Voir le n° 14." in page.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reason": ""}, "Choisissez votre réponse"),
        ({"reason": "because"}, "Choisissez votre réponse"),
        ({"message_to_consumer": "  "}, "Écrivez au consommateur"),
        ({"message_to_consumer": "x" * 10_001}, "dépasse 10000"),
        ({"message_to_authority": "cloche \x07"}, "ne peuvent pas être affichés"),
    ],
)
async def test_mistakes_are_explained_and_nothing_typed_is_lost(
    signed_in: httpx.AsyncClient, parts: PortalParts, change: dict[str, str], said: str
) -> None:
    form = (await signed_in.get(ANSWER_PATH)).text
    typed = {**ANSWER, "message_to_authority": "Pour les agents", **change}

    answer = await submit(signed_in, form, ANSWER_PATH, **typed, step="send")

    assert answer.status_code == 422
    assert said in answer.text
    assert await announced(parts, ReportAnswered) == []
    if "message_to_authority" not in change:
        assert "Pour les agents" in answer.text


async def test_a_form_without_its_token_answers_nothing(
    signed_in: httpx.AsyncClient, parts: PortalParts
) -> None:
    answer = await signed_in.post(ANSWER_PATH, data={**ANSWER, "step": "send"})

    assert answer.status_code == 403
    assert await announced(parts, ReportAnswered) == []


async def test_a_rating_and_a_near_deadline_are_shown(
    signed_in: httpx.AsyncClient, parts: PortalParts, clock: FrozenClock
) -> None:
    clock.set(NOON + timedelta(days=23))
    await log_in(signed_in)
    near = await signed_in.get("/reports")
    form = (await signed_in.get(ANSWER_PATH)).text
    await submit(signed_in, form, ANSWER_PATH, **ANSWER, step="send")
    await receive(parts, a_review())

    page = await signed_in.get(REPORT_PATH)

    assert "portal-soon" in near.text
    assert "satisfait de la réponse" in page.text


async def test_a_new_name_is_shown_on_the_report_and_in_the_inbox(
    signed_in: httpx.AsyncClient, parts: PortalParts
) -> None:
    await receive(parts, a_change(1, name="Le fournil"))
    for path in (REPORT_PATH, "/reports"):
        page = (await signed_in.get(path)).text
        assert "Le fournil" in page
        assert "Au bon pain" not in page


async def test_a_closed_establishment_is_told_with_its_successor(
    signed_in: httpx.AsyncClient, parts: PortalParts
) -> None:
    assert "fermé" not in (await signed_in.get(REPORT_PATH)).text
    successor = a_recipient(GARAGE, name="GARAGE DU LAC", trade_name=None)
    await receive(parts, a_closing(2, successor=successor))
    page = (await signed_in.get(REPORT_PATH)).text
    assert re.search("Établissement fermé le [^<]*30\\savril\\s2026", page)
    assert "GARAGE DU LAC" in page
    english = (await signed_in.get(REPORT_PATH, headers={"Accept-Language": "en"})).text
    assert "Establishment closed on" in english


async def test_the_name_of_a_person_who_became_discreet_is_forgotten(
    signed_in: httpx.AsyncClient, parts: PortalParts
) -> None:
    await receive(parts, a_routing(version=2, siret=GARAGE))
    hidden = a_change(
        1,
        name="SIREN 732829320",
        address=Address(lines=()),
        change=EstablishmentChange.UNDISCLOSED,
    )
    await receive(parts, hidden)
    page = (await signed_in.get(REPORT_PATH)).text
    assert "SIREN 732829320" in page
    assert "BOULANGERIE" not in page
    assert "Au bon pain" not in page


async def test_a_question_is_asked_from_the_page_and_its_reply_read_there(
    signed_in: httpx.AsyncClient, parts: PortalParts
) -> None:
    page = await signed_in.get(REPORT_PATH)
    empty = await submit(signed_in, page.text, f"{REPORT_PATH}/questions", question=" ")
    asked = await submit(signed_in, page.text, f"{REPORT_PATH}/questions", question="Quel <jour> ?")
    twice = await submit(signed_in, page.text, f"{REPORT_PATH}/questions", question="Et où ?")
    (told,) = await announced(parts, QuestionAsked)
    waiting = await signed_in.get(f"{REPORT_PATH}?done=asked")
    await receive(parts, a_message(told.question_id))
    replied = await signed_in.get(REPORT_PATH)

    assert (empty.status_code, asked.status_code) == (422, 303)
    assert twice.headers["location"].endswith("done=not-asked")
    assert "Quel &lt;jour&gt; ?" in waiting.text
    assert "Poser une question" not in waiting.text
    assert "C’était un lundi, le 1." in replied.text
    assert "Poser une question" in replied.text
