"""Forms sent wrong: each says what to do, and keeps what was typed."""

import json

import httpx
import pytest

from common.secrets import Signer
from common.testing.clock import FrozenClock
from common.testing.storage import MemoryStorage
from intake.parts import IntakeParts
from tests.intake.pages.browser import (
    begin,
    fill_in,
    name_company,
    tell_story,
    tell_who,
)
from tests.intake.world import SIRET


async def test_a_wrong_number_stays_in_its_field(client: httpx.AsyncClient) -> None:
    browser = await begin(client)
    page = await browser.send("/report/company/siret", siret="123 456")
    assert page.status_code == 422
    assert 'value="123 456"' in page.text
    assert "Ce n’est pas un numéro SIRET" in page.text
    assert 'href="#siret"' in page.text


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("company", {"name": "Paul", "postal_code": "75001"}),
        ("website", {"url": "www.exemple.fr"}),
        ("foreign", {"name": "Acme", "country": "BE"}),
        ("unknown", {"postal_code": "75001"}),
    ],
)
async def test_a_company_is_named_in_any_way_that_the_leaf_takes(
    client: httpx.AsyncClient, kind: str, fields: dict[str, str]
) -> None:
    browser = await begin(client)
    assert (await browser.get(f"/report/company/{kind}")).status_code == 200
    page = await browser.send(f"/report/company/{kind}", **fields)
    assert page.url.path == "/report/details"
    again = await browser.get(f"/report/company/{kind}")
    assert all(value in again.text for value in fields.values())


async def test_a_way_that_the_leaf_does_not_take_is_refused(client: httpx.AsyncClient) -> None:
    browser = await begin(client)
    page = await browser.send("/report/company/place", commune="75056")
    assert page.status_code == 422
    assert "d’une autre façon" in page.text


async def test_a_way_that_does_not_exist_is_no_page(client: httpx.AsyncClient) -> None:
    await begin(client)
    assert (await client.get("/report/company/nothing")).status_code == 422


async def test_a_choice_signed_by_routing_is_shown_to_be_confirmed(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await begin(client)
    told = {"siret": SIRET, "name": "La Poste", "address": "75015 Paris"}
    choice = parts.picker.sign(json.dumps(told))
    page = await browser.get(f"/report/company/choice?choice={choice}")
    assert "La Poste, 75015 Paris" in page.text


async def test_a_choice_that_routing_did_not_sign_is_ignored(
    client: httpx.AsyncClient, clock: FrozenClock
) -> None:
    await begin(client)
    forged = Signer("another key", clock=clock).sign("{}")
    for choice in (forged, "", "é.é.é"):
        response = await client.get("/report/company/choice", params={"choice": choice})
        assert response.headers["location"] == "/report/company"


async def test_a_faulty_story_is_kept_even_after_a_reload(client: httpx.AsyncClient) -> None:
    browser = await begin(client)
    await name_company(browser)
    page = await tell_story(browser, observed_on="2999-01-01", q_paid_price="douze")
    assert page.status_code == 422
    for told in ("Cette date est dans le futur", "Indiquez un montant en euros", "douze"):
        assert told in page.text
    reloaded = await browser.get("/report/details")
    assert "Le prix payé était plus haut." in reloaded.text
    assert "douze" in reloaded.text


async def test_a_story_too_long_comes_back_whole_to_be_cut(client: httpx.AsyncClient) -> None:
    browser = await begin(client)
    page = await tell_story(browser, description="x" * 6000, observed_on="")
    assert page.status_code == 422
    assert "x" * 6000 in page.text


async def test_every_wrong_field_of_the_person_is_told_at_once(
    client: httpx.AsyncClient,
) -> None:
    browser = await begin(client)
    page = await tell_who(
        browser, first_name="", last_name="R2D2", email="nobody", phone="1", share_identity=""
    )
    assert page.status_code == 422
    for name in ("first_name", "last_name", "email", "phone", "share_identity"):
        assert f'href="#{name}"' in page.text
    assert 'value="nobody"' in page.text


async def test_another_address_must_be_proved_again(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await fill_in(client, parts)
    page = await tell_who(browser, email="other@example.org")
    assert page.url.path == "/report/email"


async def test_a_wrong_code_and_too_many_codes_are_told(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await begin(client)
    await tell_who(browser)
    await browser.send("/report/email/code")
    wrong = await browser.send("/report/email", code="no")
    assert wrong.status_code == 422
    assert "Ce code n’est pas le bon" in wrong.text
    for _ in range(2):
        await browser.send("/report/email/code")
    assert (await browser.send("/report/email/code")).status_code == 429


async def test_the_address_is_asked_before_its_code(client: httpx.AsyncClient) -> None:
    browser = await begin(client)
    assert (await browser.get("/report/email")).status_code == 303


async def test_a_form_of_another_site_is_refused(client: httpx.AsyncClient) -> None:
    browser = await begin(client)
    browser.token = "0" * 64
    assert (await browser.send("/report/company/unknown", postal_code="75001")).status_code == 403
    elsewhere = {"Origin": "https://elsewhere.example"}
    response = await client.post("/problems/shops/refund", headers=elsewhere, data={"a": "b"})
    assert response.status_code == 403


async def test_pages_that_are_not_there_say_so_in_words(client: httpx.AsyncClient) -> None:
    html = {"Accept": "text/html"}
    missing = await client.get("/problems/nothing", headers=html)
    assert missing.status_code == 422
    assert "Catégorie inconnue" in missing.text
    wall = await client.post("/problems/shops/private_seller", headers=html, data={"a": "b"})
    assert wall.status_code == 409


async def test_files_are_announced_listed_and_taken_out(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    browser = await begin(client)
    await browser.get("/report/files")
    page = await browser.send("/report/files", kind="application/pdf")
    assert 'name="success_action_redirect"' in page.text
    files = await browser.get("/report/files")
    assert "document.pdf" in files.text
    file_id = page.url.path.rsplit("/", 1)[1]
    key = page.text.split('name="key" value="')[1].split('"')[0]
    await parts.storage.put(parts.buckets.quarantine, key, b"%PDF-1.7", content_type="x/y")
    assert "En cours de vérification" in (await browser.get("/report/files")).text
    emptied = await browser.send(f"/report/files/{file_id}/removal")
    assert "document.pdf" not in emptied.text
    assert (await client.get(f"/report/files/{file_id}")).status_code == 303


async def test_a_file_of_no_kind_is_refused(client: httpx.AsyncClient) -> None:
    browser = await begin(client)
    page = await browser.send("/report/files", kind="image/svg+xml")
    assert page.status_code == 422


async def test_the_page_s_script_is_told_where_to_send_a_file_or_why_not(
    client: httpx.AsyncClient, storage: MemoryStorage
) -> None:
    browser = await begin(client)
    file = {"filename": "a.png", "content_type": "image/png", "size": "100"}
    told = await browser.send("/report/uploads", **file)
    assert (told.status_code, set(told.json())) == (201, {"url", "fields"})
    empty = await browser.send("/report/uploads", **(file | {"size": "x"}))
    assert empty.json() == {"fault": "Ce fichier est vide."}
    storage.is_down = True
    assert (await browser.send("/report/uploads", **file)).status_code == 422


async def test_without_the_storage_the_form_goes_on_without_files(
    client: httpx.AsyncClient, storage: MemoryStorage
) -> None:
    browser = await begin(client)
    await name_company(browser)
    await tell_story(browser)
    await browser.send("/report/files", kind="image/png")
    storage.is_down = True
    page = await browser.get("/report/files")
    assert page.status_code == 200
    assert "Envoi indisponible" in page.text
    refused = await browser.send("/report/files", kind="image/png")
    assert refused.status_code == 422
    assert (await browser.send("/report/files", go_on="yes")).url.path == "/report/identity"
