"""Signing in and out over HTTP."""

from datetime import timedelta

import httpx
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from common.db.plumbing import AuditRow
from common.http.sessions import csrf_token
from common.testing.clock import FrozenClock
from company_portal.domain.one_time_code import code_at
from company_portal.parts import PortalParts
from company_portal.store.tables import SessionRow
from tests.company_portal.builders import PASSWORD, an_account, sign_in

EMAIL = "gerant@example.fr"
SECRET = b"12345678901234567890"


def a_login(**changes: str) -> dict[str, str]:
    return {"email": EMAIL, "password": PASSWORD, **changes}


async def test_the_session_s_secret_is_told_once_and_kept_only_as_a_digest(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts)

    answer = await client.post("/v1/sessions", json=a_login(email="GERANT@example.fr"))

    token = answer.json()["token"]
    assert answer.json()["csrf_token"] == csrf_token(token)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    async with parts.open_store() as store:
        connection = await store.connection()
        (digest,) = await connection.scalars(select(SessionRow.token_digest))
        actions = list(await connection.scalars(select(AuditRow.action)))
    assert token.encode() not in digest
    assert "logged_in" in actions


@pytest.mark.parametrize("change", [{"password": "autre"}, {"email": "inconnu@example.fr"}])
async def test_wrong_credentials_say_no_more_than_that(
    client: httpx.AsyncClient, parts: PortalParts, change: dict[str, str]
) -> None:
    await an_account(parts)

    answer = await client.post("/v1/sessions", json=a_login(**change))

    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:vigie:problem:wrong-credentials"
    assert "autre" not in answer.json()["detail"]


async def test_ten_tries_in_a_quarter_of_an_hour_are_enough(
    client: httpx.AsyncClient, parts: PortalParts, clock: FrozenClock
) -> None:
    await an_account(parts)
    for _ in range(10):
        await client.post("/v1/sessions", json=a_login(password="autre"))

    refused = await client.post("/v1/sessions", json=a_login())
    clock.advance(timedelta(minutes=31))
    later = await client.post("/v1/sessions", json=a_login())

    assert (refused.status_code, later.status_code) == (429, 201)


async def test_an_account_with_one_time_codes_asks_for_one_and_takes_each_once(
    client: httpx.AsyncClient, parts: PortalParts, clock: FrozenClock
) -> None:
    await an_account(parts, sealed_totp=parts.safe.seal(SECRET))
    code = code_at(SECRET, int(clock.now().timestamp()) // 30)

    without = await client.post("/v1/sessions", json=a_login())
    wrong = await client.post("/v1/sessions", json=a_login(totp="000000"))
    right = await client.post("/v1/sessions", json=a_login(totp=code))
    again = await client.post("/v1/sessions", json=a_login(totp=code))

    assert without.json()["type"] == "urn:vigie:problem:one-time-code-required"
    assert wrong.json()["type"] == "urn:vigie:problem:wrong-credentials"
    assert right.status_code == 201
    assert again.status_code == 401


async def test_a_session_sleeps_after_eight_hours_and_ends_after_twelve(
    client: httpx.AsyncClient, parts: PortalParts, clock: FrozenClock
) -> None:
    await an_account(parts)
    kept_awake, asleep = await sign_in(client), await sign_in(client)

    clock.advance(timedelta(hours=7))
    assert (await client.get("/v1/reports", headers=kept_awake)).status_code == 200
    clock.advance(timedelta(hours=2))
    assert (await client.get("/v1/reports", headers=asleep)).status_code == 401
    assert (await client.get("/v1/reports", headers=kept_awake)).status_code == 200
    clock.advance(timedelta(hours=3))
    assert (await client.get("/v1/reports", headers=kept_awake)).status_code == 401


async def test_signing_out_ends_the_session_at_once(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts)
    signed_in = await sign_in(client)

    left = await client.delete("/v1/sessions/current", headers=signed_in)

    assert left.status_code == 204
    assert (await client.get("/v1/reports", headers=signed_in)).status_code == 401


async def test_a_cookie_alone_changes_nothing(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts)
    token = (await client.post("/v1/sessions", json=a_login())).json()["token"]

    read = await client.get("/v1/reports")
    forged = await client.delete("/v1/sessions/current")
    ours = await client.delete("/v1/sessions/current", headers={"x-csrf-token": csrf_token(token)})

    assert (read.status_code, forged.status_code, ours.status_code) == (200, 403, 204)


async def test_an_old_hash_is_made_anew_at_the_next_login(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    account_id = await an_account(parts)
    old = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    async with parts.open_store() as store:
        await store.accounts.set_password_hash(account_id, old)

    answer = await client.post("/v1/sessions", json=a_login())

    async with parts.open_store() as store:
        account = await store.accounts.by_id(account_id)
    assert answer.status_code == 201
    assert account is not None
    assert "m=19456,t=2" in account.password_hash
