"""Cookies that stay ours, and requests that other sites cannot make for a visitor."""

from http.cookies import SimpleCookie

import httpx
import pytest
from starlette.responses import Response

from common.http.sessions import SessionCookie, csrf_token
from common.settings import HttpSettings

TOKEN = "a-session-token-of-256-bits"
COOKIE = {"Cookie": f"__Host-house={TOKEN}"}
GOOD = csrf_token(TOKEN)


async def post(client: httpx.AsyncClient, token: str, **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = await client.post("/guarded", data={"csrf_token": token}, headers=COOKIE | named)
    return answer.status_code


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://house.test"},
        {"Origin": "https://house.test", "Sec_Fetch_Site": "same-origin"},
        {"Sec_Fetch_Site": "none"},
    ],
)
async def test_our_own_form_is_accepted(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert await post(client, GOOD, **headers) == 200


@pytest.mark.parametrize("token", ["", "x", csrf_token("another session"), GOOD[:-1], "é", TOKEN])
async def test_a_wrong_token_is_refused(client: httpx.AsyncClient, token: str) -> None:
    assert await post(client, token, Origin="https://house.test") == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Origin": "https://house.test.evil.test"},
        {"Origin": "https://house.test:8443"},
        {"Origin": "https://evil.test/house.test"},
        {"Origin": ""},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
async def test_another_site_is_refused_even_with_the_right_token(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    assert await post(client, GOOD, **headers) == 403


async def test_a_cookie_is_hidden_from_scripts_and_from_other_hosts(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post("/guarded", data={"csrf_token": GOOD}, headers=COOKIE)
    morsel = SimpleCookie(answer.headers["set-cookie"])["__Host-house"]
    assert morsel.value == TOKEN
    assert (morsel["secure"], morsel["httponly"], morsel["path"]) == (True, True, "/")
    assert morsel["samesite"] == "lax"
    assert morsel["domain"] == ""


def test_without_tls_the_cookie_bears_no_prefix() -> None:
    settings = HttpSettings(port=8001, public_url="http://127.0.0.1:8001", secure_cookies=False)
    assert SessionCookie("house", settings).name == "house"


def test_agents_cookies_stay_with_their_site() -> None:
    settings = HttpSettings(port=8001, public_url="https://house.test")
    response = Response()
    SessionCookie("agent", settings, strict=True).set(response, TOKEN)
    assert "samesite=strict" in response.headers["set-cookie"].lower()


async def test_a_monstrous_cookie_is_no_session(client: httpx.AsyncClient) -> None:
    answer = await client.post("/guarded", headers={"Cookie": f"__Host-house={'a' * 5000}"})
    assert answer.status_code == 423
