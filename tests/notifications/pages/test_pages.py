import re

import httpx
import pytest

from notifications.parts import NotificationsParts
from tests.notifications import world
from tests.notifications.mailroom import hear_well, rows, send_all, typeset_all
from tests.notifications.world import ACCOUNT, OPERATOR_KEY, PRINTING_KEY, SIRET


async def sign_in(client: httpx.AsyncClient, key: str = OPERATOR_KEY) -> None:
    answer = await client.post("/login", data={"key": key})
    assert (answer.status_code, answer.headers["location"]) == (303, "/letters")


def csrf(page: httpx.Response) -> str:
    found = re.search(r'name="csrf_token" value="([0-9a-f]+)"', page.text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("path", ["/", "/letters", f"/letters/batches/{ACCOUNT}/file"])
async def test_without_a_session_every_page_leads_to_the_sign_in(
    client: httpx.AsyncClient, path: str
) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


async def test_a_wrong_key_brings_the_form_back_without_the_key(client: httpx.AsyncClient) -> None:
    answer = await client.post("/login", data={"key": "not-the-key"})
    assert answer.status_code == 422
    assert "Cette clé n’est pas connue" in answer.text
    assert "not-the-key" not in answer.text
    assert "set-cookie" not in answer.headers


async def test_guessing_keys_is_slowed_down(client: httpx.AsyncClient) -> None:
    statuses = [
        (await client.post("/login", data={"key": f"guess-{number}"})).status_code
        for number in range(21)
    ]
    assert statuses == [422] * 20 + [429]


async def test_another_site_cannot_sign_anyone_in(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/login", data={"key": OPERATOR_KEY}, headers={"Origin": "https://evil.test"}
    )
    assert answer.status_code == 403


async def test_an_operator_sees_states_reasons_and_no_address(
    client: httpx.AsyncClient, parts: NotificationsParts
) -> None:
    await hear_well(parts, world.identified(), world.submitted(), world.read(), world.answered())
    await sign_in(client)
    page = await client.get("/")
    assert page.status_code == 200
    for words in ("Accusé de réception", "À envoyer (2)", "Non envoyé (1)", "Devenu sans objet."):
        assert words in page.text
    assert "a…@c….test" in page.text
    assert "ana@consumer.test" not in page.text
    filtered = await client.get("/", params={"state": "failed"})
    assert "Accusé de réception" not in filtered.text
    english = await client.get("/", params={"lang": "en"})
    assert "Acknowledgement" in english.text
    assert "Deliveries" in english.text


async def test_a_long_list_has_a_next_page(
    client: httpx.AsyncClient, parts: NotificationsParts
) -> None:
    for number in range(51):
        proof = f"00000000-0000-0000-0000-{number:012d}"
        await hear_well(parts, world.code_requested(email_proof_id=proof))
    await sign_in(client)
    first = await client.get("/", params={"state": "pending"})
    following = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert following is not None
    second = await client.get(following[1].replace("&amp;", "&"))
    assert second.text.count("Code de confirmation") == 1


async def test_the_printing_centre_prints_from_its_page(
    client: httpx.AsyncClient, parts: NotificationsParts
) -> None:
    await hear_well(parts, world.code_issued())
    await typeset_all(parts)
    await sign_in(client, PRINTING_KEY)
    assert (await client.get("/")).headers["location"] == "/letters"
    page = await client.get("/letters")
    assert "1 lettre attend" in page.text
    token = {"csrf_token": csrf(page)}
    assert (await client.post("/letters/batches", data=token)).status_code == 303
    again = await client.post("/letters/batches", data=token)
    assert again.headers["location"] == "/letters?nothing=1"
    assert "Aucune lettre n’est prête" in (await client.get("/letters?nothing=1")).text
    (row,) = await rows(parts, "SELECT id FROM letter_batches")
    file = await client.get(f"/letters/batches/{row.id}/file")
    assert file.headers["location"].startswith("http://storage.test/")
    printed = await client.post(f"/letters/batches/{row.id}/printed", data=token)
    assert printed.status_code == 303
    assert "Imprimé le 4 mai 2026 à 12:00" in (await client.get("/letters")).text


@pytest.mark.parametrize(
    "path", ["/letters/batches", f"/letters/batches/{ACCOUNT}/printed", "/logout"]
)
async def test_a_form_without_its_token_is_refused(client: httpx.AsyncClient, path: str) -> None:
    await sign_in(client)
    assert (await client.post(path, data={"csrf_token": "0" * 64})).status_code == 403


async def test_signing_out_ends_the_session(client: httpx.AsyncClient) -> None:
    await sign_in(client)
    token = csrf(await client.get("/letters"))
    cookie = dict(client.cookies)
    await client.post("/logout", data={"csrf_token": token})
    client.cookies.update(cookie)
    assert (await client.get("/letters")).status_code == 303


async def test_a_cookie_serves_the_api_only_with_its_token(
    client: httpx.AsyncClient, parts: NotificationsParts
) -> None:
    await hear_well(parts, world.code_issued())
    await typeset_all(parts)
    await sign_in(client)
    token = csrf(await client.get("/letters"))
    assert (await client.get("/v1/deliveries")).status_code == 200
    key = {"Idempotency-Key": "0123456789abcdef"}
    assert (await client.post("/v1/letters/batches", headers=key)).status_code == 403
    with_token = {**key, "X-CSRF-Token": token}
    assert (await client.post("/v1/letters/batches", headers=with_token)).status_code == 201


async def test_opening_the_opt_out_link_changes_nothing_and_its_button_does(
    client: httpx.AsyncClient, parts: NotificationsParts
) -> None:
    link = parts.links.unsubscribe(ACCOUNT, SIRET).removeprefix("http://testserver")
    await hear_well(parts, world.identified(), world.account())
    page = await client.get(link)
    assert page.status_code == 200
    assert "362" in page.text
    assert await rows(parts, "SELECT 1 FROM opt_outs") == []
    one_click = await client.post(link, data={"List-Unsubscribe": "One-Click"})
    assert "C’est fait" in one_click.text
    await hear_well(parts, world.opened())
    await send_all(parts)
    assert await rows(parts, "SELECT 1 FROM deliveries WHERE kind = 'new_report'") == []


async def test_a_broken_opt_out_link_says_so(client: httpx.AsyncClient) -> None:
    answer = await client.get("/unsubscribe?token=x", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "Ce lien est incomplet" in answer.text


async def test_health_and_openapi_are_there(client: httpx.AsyncClient) -> None:
    assert (await client.get("/livez")).status_code == 200
    paths = (await client.get("/openapi.json")).json()["paths"]
    assert set(paths) >= {"/v1/deliveries", "/v1/bounces", "/v1/letters/batches"}
    assert "/login" not in paths
