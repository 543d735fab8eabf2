"""An answer is a promise kept: what the database refuses at the commit is never a 2xx."""

import httpx
from sqlalchemy import text

from common.unit_of_work import Ground


async def test_a_commit_that_fails_is_never_a_success(
    client: httpx.AsyncClient, ground: Ground
) -> None:
    answer = await client.post("/v1/promises")
    assert answer.status_code == 500
    assert answer.json()["type"] == "urn:vigie:problem:internal-error"
    async with ground.engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM pledges")) == 0


async def test_a_refusal_undoes_what_was_written(client: httpx.AsyncClient, ground: Ground) -> None:
    key = {"Idempotency-Key": "0190a7c4-0000-7000-8000-00000000000f"}
    await client.post("/v1/things", json={"name": "taken"}, headers=key)
    async with ground.engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM idempotency_keys")) == 0
