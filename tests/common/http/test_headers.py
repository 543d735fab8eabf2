"""Every answer, whatever it is, is sent with the headers that keep browsers careful."""

import httpx
import pytest

PATHS = ["/v1/things", "/nowhere", "/v1/broken", "/", "/openapi.json", "/v1/things?q=%00"]


@pytest.mark.parametrize("path", PATHS)
async def test_no_answer_is_without_safe_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["strict-transport-security"].startswith("max-age=31536000")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] in {"no-referrer", "same-origin"}
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "server" not in headers


async def test_an_answer_for_programs_may_load_nothing(client: httpx.AsyncClient) -> None:
    headers = (await client.get("/v1/things")).headers
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["referrer-policy"] == "no-referrer"


async def test_a_page_may_load_its_own_files_and_nothing_inline(client: httpx.AsyncClient) -> None:
    policy = (await client.get("/")).headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy


async def test_identifiers_of_requests_are_ours(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/things", headers={"X-Request-ID": "forged"})
    assert answer.headers["x-request-id"] != "forged"


async def test_what_is_looked_for_is_never_counted_by_its_address(
    client: httpx.AsyncClient,
) -> None:
    await client.get("/v1/things/123456")
    metrics = (await client.get("/metrics")).text
    assert 'route="/v1/things/{thing_id}"' in metrics
    assert "123456" not in metrics
