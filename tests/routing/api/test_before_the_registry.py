"""A service that has no registry yet."""

import httpx


async def test_search_says_when_to_come_back(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/establishments", params={"q": "glacier"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "30"
    page = await client.get("/", params={"q": "glacier"}, headers={"accept": "text/html"})
    assert page.status_code == 503
    assert "glacier" in page.text


async def test_a_number_is_simply_unknown(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/establishments/05980665300016")).status_code == 404
