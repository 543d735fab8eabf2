"""Pages before and around the session."""

import httpx
import pytest

from common.testing.clock import FrozenClock
from company_portal.domain.one_time_code import code_at
from company_portal.parts import PortalParts
from tests.company_portal.builders import PASSWORD, an_account
from tests.company_portal.pages.browsing import log_in, submit

EMAIL = "gerant@example.fr"
SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    "path", ["/", "/login", "/activation", "/activation/sent", "/accessibility"]
)
@pytest.mark.parametrize("lang", ["fr", "en"])
async def test_public_pages_are_there_in_both_languages(
    client: httpx.AsyncClient, path: str, lang: str
) -> None:
    answer = await client.get(path, params={"lang": lang})

    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in answer.text


async def test_whoever_signs_in_goes_where_they_wanted(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts)
    refused = await client.get("/account")
    assert refused.headers["location"] == "/login?next=%2Faccount"

    entered = await client.post(
        "/login", data={"email": EMAIL, "password": PASSWORD, "next": "/account"}
    )

    assert (entered.status_code, entered.headers["location"]) == (303, "/account")
    assert (await client.get("/")).headers["location"] == "/reports"
    assert (await client.get("/login")).headers["location"] == "/reports"


@pytest.mark.parametrize("wanted", ["https://evil.test", "//evil.test", "/\\evil.test", "/a\nb"])
async def test_signing_in_never_leads_elsewhere(
    client: httpx.AsyncClient, parts: PortalParts, wanted: str
) -> None:
    await an_account(parts)

    entered = await client.post(
        "/login", data={"email": EMAIL, "password": PASSWORD, "next": wanted}
    )

    assert entered.headers["location"] == "/reports"


async def test_a_refusal_keeps_what_was_typed_but_the_password(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts)

    answer = await client.post("/login", data={"email": EMAIL, "password": "pas le bon"})

    assert answer.status_code == 422
    assert EMAIL in answer.text
    assert "pas le bon" not in answer.text
    assert "ne convient pas" in answer.text


async def test_empty_fields_are_explained(client: httpx.AsyncClient) -> None:
    answer = await client.post("/login", data={})

    assert answer.status_code == 422
    assert "2 points à corriger" in answer.text


async def test_a_code_is_asked_for_when_the_account_has_codes(
    client: httpx.AsyncClient, parts: PortalParts, clock: FrozenClock
) -> None:
    await an_account(parts, sealed_totp=parts.safe.seal(SECRET))
    form = {"email": EMAIL, "password": PASSWORD}

    asked = await client.post("/login", data=form)
    code = code_at(SECRET, int(clock.now().timestamp()) // 30)
    entered = await client.post("/login", data={**form, "totp": f"{code[:3]} {code[3:]}"})

    assert (asked.status_code, entered.status_code) == (422, 303)
    assert "demande un code" in asked.text


async def test_too_many_tries_are_told_on_the_page(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    for _ in range(11):
        answer = await client.post("/login", data={"email": EMAIL, "password": "non"})

    assert answer.status_code == 422
    assert "patientez" in answer.text


async def test_another_site_cannot_sign_anybody_in(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/login",
        data={"email": EMAIL, "password": PASSWORD},
        headers={"origin": "https://evil.test"},
    )

    assert answer.status_code == 403


async def test_signing_out_needs_the_page_s_token(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts)
    await log_in(client)
    page = (await client.get("/account")).text

    forged = await client.post("/logout", data={"csrf_token": "0" * 64})
    left = await submit(client, page, "/logout")

    assert (forged.status_code, left.status_code) == (403, 303)
    assert (await client.get("/reports")).headers["location"].startswith("/login")
    assert (await client.post("/logout", data={})).status_code == 303
