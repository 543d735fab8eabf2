"""Signing in, staying in, signing out."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text

from agent_analytics.parts import AnalyticsParts
from common.testing.clock import FrozenClock
from tests.agent_analytics.people import PASSWORD, People

EMAIL = "agent@dgccrf.test"


async def _try(client: httpx.AsyncClient, **changed: str) -> httpx.Response:
    body = {"email": EMAIL, "password": PASSWORD, "totp": "000000"} | changed
    return await client.post("/v1/sessions", json=body)


async def test_password_and_code_open_a_session(client: httpx.AsyncClient, people: People) -> None:
    await people.join()

    response = await _try(client, totp=people.code())

    assert response.status_code == 201
    assert response.json()["agent"]["departments"] == ["75"]
    assert "HttpOnly" in response.headers["set-cookie"]
    assert "samesite=strict" in response.headers["set-cookie"].lower()


@pytest.mark.parametrize("wrong", [{"email": "nobody@dgccrf.test"}, {"password": "x" * 12}])
async def test_what_is_wrong_is_not_told(
    client: httpx.AsyncClient, people: People, wrong: dict[str, str]
) -> None:
    await people.join()

    response = await _try(client, **({"totp": people.code()} | wrong))

    assert response.status_code == 401
    assert response.json()["type"].endswith("sign-in-refused")


async def test_a_code_serves_once(client: httpx.AsyncClient, people: People) -> None:
    await people.join()
    await _try(client, totp=people.code())

    assert (await _try(client, totp=people.code())).status_code == 401


async def test_a_code_of_the_step_before_is_refused_after_a_newer_one(
    client: httpx.AsyncClient, people: People, clock: FrozenClock
) -> None:
    await people.join()
    earlier = people.code()
    clock.advance(timedelta(seconds=30))
    assert (await _try(client, totp=people.code())).status_code == 201

    assert (await _try(client, totp=earlier)).status_code == 401


async def test_tries_are_counted(client: httpx.AsyncClient, people: People) -> None:
    await people.join()
    for _ in range(10):
        assert (await _try(client)).status_code == 401

    response = await _try(client, totp=people.code())

    assert response.status_code == 429
    assert int(response.headers["retry-after"]) > 0


async def test_idle_half_an_hour_ends_the_session(
    client: httpx.AsyncClient, people: People, clock: FrozenClock
) -> None:
    header = await people.sign_in()
    clock.advance(timedelta(minutes=29))
    assert (await client.get("/v1/reports", headers=header)).status_code == 200
    clock.advance(timedelta(minutes=29))
    assert (await client.get("/v1/reports", headers=header)).status_code == 200

    clock.advance(timedelta(minutes=30))

    assert (await client.get("/v1/reports", headers=header)).status_code == 401


async def test_no_session_lasts_more_than_twelve_hours(
    client: httpx.AsyncClient, people: People, clock: FrozenClock
) -> None:
    header = await people.sign_in()
    for _ in range(36):
        clock.advance(timedelta(minutes=20))
        status = (await client.get("/v1/reports", headers=header)).status_code

    assert status == 401


async def test_signing_out_ends_the_session_at_once(
    client: httpx.AsyncClient, people: People
) -> None:
    header = await people.sign_in()

    assert (await client.delete("/v1/sessions/current", headers=header)).status_code == 204

    assert (await client.get("/v1/reports", headers=header)).status_code == 401


async def test_the_cookie_alone_does_not_write(client: httpx.AsyncClient, people: People) -> None:
    await people.join()
    await _try(client, totp=people.code())

    refused = await client.delete("/v1/sessions/current")

    assert refused.status_code == 403
    assert (await client.get("/v1/reports")).status_code == 200


async def test_an_inactive_account_is_out_at_once(
    client: httpx.AsyncClient, people: People, parts: AnalyticsParts
) -> None:
    header = await people.sign_in()
    async with parts.ground.engine.begin() as connection:
        await connection.execute(text("UPDATE agents SET is_active = false"))

    assert (await client.get("/v1/reports", headers=header)).status_code == 401


async def test_no_secret_is_kept_in_clear(
    client: httpx.AsyncClient, people: People, parts: AnalyticsParts
) -> None:
    header = await people.sign_in()
    secrets = [PASSWORD, people.secrets[EMAIL], header["Authorization"].split()[1]]

    async with parts.ground.engine.connect() as connection:
        rows = await connection.execute(
            text("SELECT agents::text FROM agents UNION ALL SELECT sessions::text FROM sessions")
        )
        kept = " ".join(row[0] for row in rows)

    for secret in secrets:
        assert secret not in kept
        assert secret.encode().hex() not in kept
