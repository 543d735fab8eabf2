"""Proving an e-mail address over HTTP."""

import httpx

from intake.parts import IntakeParts
from tests.intake.world import EMAIL, last_code


async def test_a_code_is_exchanged_for_a_proof(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    asked = await client.post("/v1/email-proofs", json={"email": EMAIL})
    assert asked.status_code == 202
    code = await last_code(parts)
    body = {"email": EMAIL, "code": code}
    given = await client.post("/v1/email-proofs/confirm", json=body)
    assert given.status_code == 200
    assert set(given.json()) == {"proof", "expires_at"}
    again = await client.post("/v1/email-proofs/confirm", json=body)
    assert again.status_code == 422
    assert again.json()["type"] == "urn:vigie:problem:code-refused"


async def test_known_and_unknown_addresses_get_the_same_answers(
    client: httpx.AsyncClient,
) -> None:
    await client.post("/v1/email-proofs", json={"email": EMAIL})
    answers = []
    for email in (EMAIL, "someone.else@example.org"):
        asked = await client.post("/v1/email-proofs", json={"email": email})
        wrong = await client.post(
            "/v1/email-proofs/confirm", json={"email": email, "code": "wrong"}
        )
        refusal = {name: wrong.json()[name] for name in ("type", "title", "status", "detail")}
        answers.append((asked.status_code, asked.json(), wrong.status_code, refusal))
    assert answers[0] == answers[1]


async def test_wrong_tries_count_even_though_each_is_refused(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    await client.post("/v1/email-proofs", json={"email": EMAIL})
    code = await last_code(parts)
    wrong = str((int(code) + 1) % 1_000_000).zfill(6)
    for _ in range(5):
        body = {"email": EMAIL, "code": wrong}
        assert (await client.post("/v1/email-proofs/confirm", json=body)).status_code == 422
    body = {"email": EMAIL, "code": code}
    assert (await client.post("/v1/email-proofs/confirm", json=body)).status_code == 422


async def test_a_fourth_code_must_wait(client: httpx.AsyncClient) -> None:
    for _ in range(3):
        await client.post("/v1/email-proofs", json={"email": EMAIL})
    response = await client.post("/v1/email-proofs", json={"email": EMAIL})
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) > 0


async def test_what_is_no_address_is_refused_without_an_echo(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/email-proofs", json={"email": "not an address"})
    assert response.status_code == 422
    assert "not an address" not in response.text
