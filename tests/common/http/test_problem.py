"""Every refusal is a problem: a stable type, words for people, nothing of what was sent."""

import httpx
import pytest

KEY = {"Idempotency-Key": "0190a7c4-0000-7000-8000-000000000001"}
PAGE = {"Accept": "text/html,application/xhtml+xml"}


@pytest.mark.parametrize(
    ("method", "path", "status", "slug"),
    [
        ("GET", "/nowhere", 404, "not-found"),
        ("GET", "/v1/things/", 404, "not-found"),
        ("DELETE", "/v1/things", 405, "method-not-allowed"),
        ("GET", "/v1/things?limit=0", 422, "invalid-request"),
        ("GET", "/v1/things/x", 422, "invalid-request"),
        ("GET", "/v1/things?cursor=nonsense", 422, "invalid-cursor"),
        ("GET", "/v1/things/99999999999999999999", 422, "invalid-value"),
        ("GET", "/v1/locked", 423, "locked"),
        ("GET", "/v1/broken", 500, "internal-error"),
    ],
)
async def test_each_refusal_is_a_problem_with_its_own_type(
    client: httpx.AsyncClient, method: str, path: str, status: int, slug: str
) -> None:
    answer = await client.request(method, path)
    problem = answer.json()
    assert answer.status_code == problem["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == f"urn:vigie:problem:{slug}"
    assert problem["instance"] == f"urn:uuid:{answer.headers['x-request-id']}"
    assert problem["title"]
    assert problem["detail"]


async def test_the_methods_permitted_are_listed(client: httpx.AsyncClient) -> None:
    answer = await client.put("/v1/things")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, POST"


async def test_a_refusal_of_the_service_carries_its_own_details(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/things", json={"name": "taken"}, headers=KEY)
    assert answer.status_code == 409
    assert answer.json()["allowed"] == ["other"]


async def test_a_problem_may_carry_what_was_found(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/locked")).json()["until"] == "2026-05-05"


@pytest.mark.parametrize(
    ("wish", "title"),
    [
        ("fr", "Méthode non permise"),
        ("en-GB,en;q=0.9", "Method not allowed"),
        ("de,en;q=0.2,fr;q=0.1", "Method not allowed"),
        ("de", "Méthode non permise"),
        ("en;q=oops, fr", "Méthode non permise"),
    ],
)
async def test_words_are_in_the_language_asked_for(
    client: httpx.AsyncClient, wish: str, title: str
) -> None:
    answer = await client.put("/v1/echo", headers={"Accept-Language": wish})
    assert answer.json()["title"] == title


async def test_an_accident_tells_nothing_of_itself(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/broken")
    for word in ("secret", "Traceback", "RuntimeError", ".py"):
        assert word not in answer.text


async def test_a_faulty_value_is_never_repeated(client: httpx.AsyncClient) -> None:
    canary = "my password is swordfish"
    answer = await client.post("/v1/echo", json={"name": canary, "password": canary, canary: 1})
    assert answer.status_code == 422
    assert "swordfish" not in answer.text
    assert [fault["loc"] for fault in answer.json()["errors"]] == [
        ["body", "name"],
        ["body", "password"],
        ["body", "?"],
    ]


async def test_a_browser_gets_a_page(client: httpx.AsyncClient) -> None:
    answer = await client.get("/nowhere", headers=PAGE)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>Page ou objet introuvable</h1>" in answer.text
    assert answer.headers["x-request-id"] in answer.text


async def test_a_program_gets_a_problem_even_if_it_says_it_reads_pages(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get("/v1/things/x", headers=PAGE)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_an_accident_is_a_page_too(client: httpx.AsyncClient) -> None:
    answer = await client.post("/form", headers=PAGE | {"Content-Type": "text/plain"}, content="x")
    assert answer.status_code == 415
    assert "<h1>Format non accepté</h1>" in answer.text
