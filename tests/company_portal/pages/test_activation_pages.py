"""From the letter to the account, page by page."""

import httpx

from common.contracts.company_portal import ActivationCodeIssued, ActivationLinkRequested
from company_portal.parts import PortalParts
from tests.company_portal.builders import (
    BAKERY,
    GARAGE,
    PASSWORD,
    a_routing,
    an_account,
    announced,
    receive,
)
from tests.company_portal.pages.browsing import submit

EMAIL = "gerant@example.fr"


async def a_link(client: httpx.AsyncClient, parts: PortalParts) -> str:
    """The address in the mail, as path and query."""
    (issued,) = await announced(parts, ActivationCodeIssued)
    form = {"siret": issued.siret, "code": issued.code, "email": EMAIL}
    sent = await client.post("/activation", data=form)
    assert sent.headers["location"] == "/activation/sent"
    (asked,) = await announced(parts, ActivationLinkRequested)
    return asked.activation_url.removeprefix("http://testserver")


def a_person(**changes: str) -> dict[str, str]:
    usual = {
        "first_name": "Dominique",
        "last_name": "Martin",
        "password": PASSWORD,
        "password_again": PASSWORD,
    }
    return {**usual, **changes}


async def test_the_qr_code_of_the_letter_fills_the_form(client: httpx.AsyncClient) -> None:
    page = await client.get("/activation", params={"siret": BAKERY, "code": "AC3D4-7FGHJ"})

    assert f'value="{BAKERY}"' in page.text
    assert 'value="AC3D4-7FGHJ"' in page.text


async def test_a_company_goes_from_letter_to_inbox(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await receive(parts, a_routing())
    link = await a_link(client, parts)
    page = await client.get(link)
    assert "Au bon pain" in page.text
    token = link.partition("token=")[2]

    opened = await submit(client, page.text, "/accounts/new", token=token, **a_person())
    done = await client.get(opened.headers["location"])
    entered = await client.post("/login", data={"email": EMAIL, "password": PASSWORD})
    inbox = await client.get(entered.headers["location"])

    assert done.status_code == 200
    assert "V7K2-9QXD" in inbox.text
    assert (await client.get(link)).status_code == 410


async def test_looking_at_the_link_spends_nothing(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await receive(parts, a_routing())
    link = await a_link(client, parts)

    assert [(await client.get(link)).status_code for _ in range(3)] == [200, 200, 200]


async def test_mistakes_are_explained_and_the_names_kept(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await receive(parts, a_routing())
    token = (await a_link(client, parts)).partition("token=")[2]

    differ = await client.post(
        "/accounts/new", data={"token": token, **a_person(password_again="autre")}
    )
    weak = await client.post(
        "/accounts/new",
        data={"token": token, **a_person(password="motdepasse12", password_again="motdepasse12")},
    )
    nameless = await client.post("/accounts/new", data={"token": token, **a_person(first_name="")})

    assert {differ.status_code, weak.status_code, nameless.status_code} == {422}
    assert "Les deux saisies diffèrent" in differ.text
    assert 'value="Dominique"' in differ.text
    assert "premiers essayés" in weak.text
    assert "motdepasse12" not in weak.text
    assert "Saisissez votre prénom" in nameless.text


async def test_a_mailbox_with_an_account_only_confirms(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts, EMAIL)
    await receive(parts, a_routing(siret=GARAGE))
    link = await a_link(client, parts)
    page = await client.get(link)

    added = await submit(client, page.text, "/accounts/new", token=link.partition("token=")[2])

    assert "Un compte existe déjà" in page.text
    assert added.status_code == 303


async def test_a_form_that_makes_no_sense_is_explained(client: httpx.AsyncClient) -> None:
    answer = await client.post("/activation", data={"siret": "12", "code": "!!", "email": "x"})

    assert answer.status_code == 422
    assert "3 points à corriger" in answer.text
    assert 'value="12"' in answer.text


async def test_too_many_tries_are_told_on_the_page(client: httpx.AsyncClient) -> None:
    form = {"siret": BAKERY, "code": "AAAAA-AAAAA", "email": EMAIL}
    for _ in range(21):
        answer = await client.post("/activation", data=form)

    assert answer.status_code == 422
    assert "recommencez demain" in answer.text


async def test_a_spent_link_says_what_to_do(client: httpx.AsyncClient) -> None:
    seen = await client.get("/accounts/new", params={"token": "forged"})
    sent = await client.post("/accounts/new", data={"token": "forged", **a_person()})

    assert (seen.status_code, sent.status_code) == (410, 410)
    assert "saisissez de nouveau le code" in seen.text
