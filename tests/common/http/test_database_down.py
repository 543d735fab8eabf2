"""Without its database a service says so quickly, and says when to come back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from sqlalchemy import text

from common.db.engine import create_engine
from common.testing.clock import FrozenClock, SeededChance
from common.testing.fixtures import A_MOMENT, Database
from common.testing.web import http_client
from common.unit_of_work import Ground
from tests.common.house.app import house
from tests.common.http.conftest import HOUSE

BODY = {"name": "lamp"}
KEY = {"Idempotency-Key": "0190a7c4-0000-7000-8000-000000000001"}


@asynccontextmanager
async def house_on(url: str) -> AsyncIterator[tuple[Ground, httpx.AsyncClient]]:
    engine = create_engine(url, application="house", pool_size=1)
    ground = Ground(HOUSE, engine, FrozenClock(A_MOMENT), SeededChance())
    async with http_client(house(ground)) as client:
        yield ground, client
    await engine.dispose()


@pytest.mark.parametrize("path", ["/readyz", "/v1/things/1"])
async def test_a_refused_connection_is_a_503(path: str) -> None:
    async with house_on("postgresql://nobody@127.0.0.1:9/nothing") as (_, client):
        answer = await client.get(path)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert answer.json()["type"] == "urn:vigie:problem:unavailable"


async def test_a_database_that_does_not_exist_is_a_503(postgres_url: str) -> None:
    async with house_on(postgres_url.rsplit("/", 1)[0] + "/vigie_nowhere") as (_, client):
        assert (await client.get("/readyz")).status_code == 503


async def test_a_silent_server_is_given_up_after_two_seconds() -> None:
    callers: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, caller: callers.append(caller), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    began = asyncio.get_running_loop().time()
    async with house_on(f"postgresql://nobody@127.0.0.1:{port}/nothing") as (_, client):
        answer = await client.post("/v1/things", json=BODY, headers=KEY)
    assert answer.status_code == 503
    assert asyncio.get_running_loop().time() - began < 2.5
    for caller in callers:
        caller.close()
        await caller.wait_closed()
    server.close()


async def test_a_full_pool_is_a_503_in_bounded_time(database: Database) -> None:
    url = await database(HOUSE)
    async with house_on(url) as (ground, client), ground.engine.connect() as held:
        await held.execute(text("SELECT 1"))
        answer = await client.get("/v1/things/1")
    assert answer.status_code == 503


async def test_a_killed_connection_costs_one_503_at_most(database: Database) -> None:
    """None where the news of its end came before the next request."""
    async with house_on(await database(HOUSE)) as (ground, client):
        assert (await client.get("/v1/things/1")).status_code == 200
        await _end_sessions(ground.engine.url.render_as_string(hide_password=False))
        answers = [(await client.get("/v1/things/1")).status_code for _ in range(2)]
    assert answers[0] in {200, 503}
    assert answers[1] == 200


async def test_a_database_without_its_migrations_is_not_ready(postgres_url: str) -> None:
    async with house_on(postgres_url) as (_, client):
        assert (await client.get("/readyz")).status_code == 503
        assert (await client.get("/livez")).status_code == 200


async def _end_sessions(url: str) -> None:
    killer = create_engine(url, application="killer", pool_size=1)
    async with killer.connect() as connection:
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND application_name = 'house'"
            )
        )
    await killer.dispose()
