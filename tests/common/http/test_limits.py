"""What a request may cost before anyone reads it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from common.http import limits
from common.http.limits import MAX_JSON, Limits

SIXTY_MEBIBYTES = 60 * 1024 * 1024


async def test_sixty_mebibytes_are_refused_by_their_declared_length(
    client: httpx.AsyncClient,
) -> None:
    headers = {"Content-Type": "application/json", "Content-Length": str(SIXTY_MEBIBYTES)}
    answer = await client.post("/v1/echo", content=b"{}", headers=headers)
    assert answer.status_code == 413


async def test_an_undeclared_length_is_counted_and_the_rest_left_unread(
    client: httpx.AsyncClient,
) -> None:
    sent = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < SIXTY_MEBIBYTES:
            sent += 8192
            yield b" " * 8192

    answer = await client.post(
        "/v1/echo", content=pieces(), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413
    assert answer.json()["type"] == "urn:vigie:problem:body-too-large"


async def test_a_form_may_be_longer_than_json(client: httpx.AsyncClient) -> None:
    answer = await client.post("/form", data={"story": "a" * (MAX_JSON + 1)})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {f"x-{n}": "1" for n in range(101)},
        {"x-long": "a" * 17_000},
        {"cookie": "; ".join(f"c{n}=1" for n in range(4000))},
    ],
    ids=["many", "long", "cookies"],
)
async def test_a_bomb_of_headers_is_refused(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    assert (await client.get("/v1/things", headers=headers)).status_code == 431


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/v1/things?q=%00", 400),
        ("/v1/things?q=a%ff", 400),
        ("/v1/things?%00=a", 400),
        ("/v1/thi%00ngs", 400),
        ("/v1/things?q=%ed%a0%80", 400),
        ("/v1/things?q=" + "a" * 9000, 414),
        ("/v1/things?q=%25%30%30", 200),
        ("/v1/things?q=caf%C3%A9", 200),
        ("/v1/../../etc/passwd", 404),
        ("/static/..%2f..%2fetc%2fpasswd", 404),
        ("/static/%2e%2e/settings.py", 404),
    ],
)
async def test_an_odd_address_is_refused(
    client: httpx.AsyncClient, target: str, status: int
) -> None:
    assert (await client.get(target)).status_code == status


async def test_a_body_that_dribbles_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BODY_TIME", limits.BODY_TIME / 300)
    statuses: list[int] = []

    async def reader(_: Any, receive: Any, __: Any) -> None:
        while True:
            await receive()

    async def dribble() -> dict[str, Any]:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"a", "more_body": True}

    async def send(message: Any) -> None:
        statuses.append(message.get("status", 0))

    scope = {"type": "http", "path": "/", "query_string": b"", "headers": [], "method": "POST"}
    with pytest.raises(Exception, match="408"):
        await Limits(reader)(scope, dribble, send)


async def test_a_long_answer_may_wait_for_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BODY_TIME", limits.BODY_TIME / 3000)
    messages: list[dict[str, Any]] = [{"type": "http.request", "body": b"", "more_body": False}]
    seen: list[str] = []

    async def reader(_: Any, receive: Any, __: Any) -> None:
        seen.append((await receive())["type"])
        seen.append((await receive())["type"])

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.pop()
        await asyncio.sleep(0.05)
        return {"type": "http.disconnect"}

    async def send(_: Any) -> None: ...

    scope = {"type": "http", "path": "/", "query_string": b"", "headers": [], "method": "GET"}
    await Limits(reader)(scope, receive, send)
    assert seen == ["http.request", "http.disconnect"]
