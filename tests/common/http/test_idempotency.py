"""A request sent twice has one effect and one answer."""

import asyncio

import httpx
import pytest
from sqlalchemy import text

from common.unit_of_work import Ground

KEY = "0190a7c4-0000-7000-8000-000000000001"
HEADERS = {"Idempotency-Key": KEY}
THING = {"name": "lamp", "weight": 3}


async def count(ground: Ground, table: str) -> int:
    async with ground.engine.connect() as connection:
        counted = await connection.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608
        return int(counted or 0)


async def test_the_second_sending_gets_the_first_answer(
    client: httpx.AsyncClient, ground: Ground
) -> None:
    first = await client.post("/v1/things", json=THING, headers=HEADERS)
    second = await client.post("/v1/things", json=THING, headers=HEADERS)
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert second.headers["location"] == first.headers["location"]
    assert second.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert await count(ground, "things") == 1


async def test_twenty_at_once_have_one_effect(client: httpx.AsyncClient, ground: Ground) -> None:
    answers = await asyncio.gather(
        *(client.post("/v1/things", json=THING, headers=HEADERS) for _ in range(20))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert await count(ground, "things") == 1


@pytest.mark.parametrize(
    "key",
    [None, "", "short", "a" * 65, "with space in it!", "ünïcödé-ünïcödé-ü", "0" * 16 + "\x7f"],
)
async def test_a_key_missing_or_malformed_is_refused(
    client: httpx.AsyncClient, ground: Ground, key: str | None
) -> None:
    headers = {} if key is None else {b"Idempotency-Key": key.encode()}
    answer = await client.post("/v1/things", json=THING, headers=headers)
    assert answer.status_code == 400
    assert await count(ground, "things") == 0


async def test_a_key_in_quotes_is_the_same_key(client: httpx.AsyncClient, ground: Ground) -> None:
    await client.post("/v1/things", json=THING, headers=HEADERS)
    await client.post("/v1/things", json=THING, headers={"Idempotency-Key": f'"{KEY}"'})
    assert await count(ground, "things") == 1


async def test_a_key_with_another_body_is_refused(
    client: httpx.AsyncClient, ground: Ground
) -> None:
    await client.post("/v1/things", json=THING, headers=HEADERS)
    answer = await client.post("/v1/things", json=THING | {"weight": 4}, headers=HEADERS)
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:vigie:problem:idempotency-key-reused"
    assert await count(ground, "things") == 1


async def test_a_refusal_leaves_the_key_free(client: httpx.AsyncClient) -> None:
    refused = await client.post("/v1/things", json={"name": "taken"}, headers=HEADERS)
    accepted = await client.post("/v1/things", json=THING, headers=HEADERS)
    assert (refused.status_code, accepted.status_code) == (409, 201)


async def test_while_the_first_is_being_served_the_second_gives_up_in_time(
    client: httpx.AsyncClient, ground: Ground
) -> None:
    await client.post("/v1/things", json=THING, headers=HEADERS)
    async with ground.engine.connect() as other:
        await other.execute(text("SELECT * FROM idempotency_keys FOR UPDATE"))
        await other.execute(text("DELETE FROM idempotency_keys"))
        answer = await client.post("/v1/things", json=THING, headers=HEADERS)
        await other.rollback()
    assert answer.status_code == 409
    assert answer.headers["retry-after"] == "1"


async def test_nothing_kept_tells_the_key_or_the_answer(
    client: httpx.AsyncClient, ground: Ground
) -> None:
    await client.post("/v1/things", json={"name": "canary"}, headers=HEADERS)
    async with ground.engine.connect() as connection:
        rows = (await connection.execute(text("SELECT * FROM idempotency_keys"))).all()
    assert len(rows) == 1
    assert KEY not in repr(rows)
    assert "canary" not in repr(rows)
