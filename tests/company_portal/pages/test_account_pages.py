"""One's own account: rights, and one-time codes taken up page by page."""

import httpx
import pytest

from common.testing.clock import FrozenClock
from company_portal.domain.one_time_code import code_at
from company_portal.domain.rights import Access, Role
from company_portal.parts import PortalParts
from tests.company_portal.builders import BAKERY, PASSWORD, a_routing, an_account, receive, sign_in
from tests.company_portal.pages.browsing import log_in, submit

PATH = "/account/one-time-code"


@pytest.fixture
async def signed_in(client: httpx.AsyncClient, parts: PortalParts) -> httpx.AsyncClient:
    await an_account(parts, access=Access(BAKERY, Role.ADMIN, covers_siren=True))
    await receive(parts, a_routing())
    await log_in(client)
    return client


async def the_pending_secret(parts: PortalParts) -> bytes:
    async with parts.open_store() as store:
        account = await store.accounts.by_email("gerant@example.fr")
    assert account is not None
    assert account.sealed_pending_totp is not None
    return parts.safe.open(account.sealed_pending_totp)


async def test_the_account_tells_its_rights(signed_in: httpx.AsyncClient) -> None:
    page = await signed_in.get("/account")

    assert "Au bon pain" in page.text
    assert "pour tous les établissements" in page.text


async def test_codes_are_taken_up_against_the_password_and_a_first_code(
    signed_in: httpx.AsyncClient, parts: PortalParts, clock: FrozenClock
) -> None:
    elsewhere = await sign_in_beside(signed_in)
    page = (await signed_in.get("/account")).text
    prepared = await submit(signed_in, page, "/account", password=PASSWORD)
    shown = await signed_in.get(prepared.headers["location"])
    picture = await signed_in.get(f"{PATH}.svg")
    secret = await the_pending_secret(parts)

    wrong = await submit(signed_in, shown.text, PATH, code="000000")
    code = code_at(secret, int(clock.now().timestamp()) // 30)
    done = await submit(signed_in, shown.text, PATH, code=code)

    assert picture.headers["content-type"] == "image/svg+xml"
    assert wrong.status_code == 422
    assert done.headers["location"] == "/account?done=enrolled"
    page = (await signed_in.get("/account?done=enrolled")).text
    assert "Les codes à usage unique sont activés" in page
    again = await submit(signed_in, page, "/account", password=PASSWORD)
    assert again.headers["location"] == "/account"
    assert (await signed_in.get("/v1/reports", headers=elsewhere)).status_code == 401


async def sign_in_beside(client: httpx.AsyncClient) -> dict[str, str]:
    """Another session of the same account, the first one's cookie left as it was."""
    kept = dict(client.cookies)
    beside = await sign_in(client)
    client.cookies.update(kept)
    return beside


async def test_a_wrong_password_proposes_nothing(signed_in: httpx.AsyncClient) -> None:
    page = (await signed_in.get("/account")).text

    wrong = await submit(signed_in, page, "/account", password="non")
    empty = await submit(signed_in, page, "/account", password="")

    assert (wrong.status_code, empty.status_code) == (422, 422)
    assert "pas votre mot de passe" in wrong.text
    assert (await signed_in.get(PATH)).headers["location"] == "/account"
    assert (await signed_in.get(f"{PATH}.svg")).status_code == 404
    nothing = await submit(signed_in, page, PATH, code="000000")
    assert nothing.headers["location"] == "/account"


async def test_codes_cannot_be_guessed(signed_in: httpx.AsyncClient) -> None:
    page = (await signed_in.get("/account")).text
    await submit(signed_in, page, "/account", password=PASSWORD)
    for _ in range(10):
        answer = await submit(signed_in, page, PATH, code="000000")

    assert answer.status_code == 422
    assert "patientez" in answer.text
    tired = await submit(signed_in, page, "/account", password=PASSWORD)
    assert "patientez" in tired.text
