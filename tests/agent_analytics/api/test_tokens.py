"""Proofs for the other services, over HTTP."""

import httpx
import pytest

from tests.agent_analytics.people import People


async def test_a_signed_in_agent_gets_a_token(client: httpx.AsyncClient, people: People) -> None:
    header = await people.sign_in()

    response = await client.post("/v1/tokens", json={"audience": "routing"}, headers=header)

    assert response.status_code == 201
    assert response.json()["token"].count(".") == 2


@pytest.mark.parametrize("audience", ["elsewhere", "agent-analytics", "", 7, None])
async def test_an_unknown_service_gets_none(
    client: httpx.AsyncClient, people: People, audience: object
) -> None:
    header = await people.sign_in()

    response = await client.post("/v1/tokens", json={"audience": audience}, headers=header)

    assert response.status_code == 422


async def test_without_a_session_there_is_no_token(client: httpx.AsyncClient) -> None:
    assert (await client.post("/v1/tokens", json={"audience": "routing"})).status_code == 401
