"""The category tree over HTTP."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from common.testing.clock import FrozenClock

AFTER_THE_CHANGE = datetime(2026, 8, 10, 22, 0, tzinfo=UTC)  # midnight in Paris


def leaves(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for item in items:
        found += leaves(item["children"]) if item["children"] else [item]
    return found


@pytest.mark.parametrize(
    ("lang", "title"), [("fr", "Achat en magasin"), ("en", "Buying in a shop")]
)
async def test_the_tree_is_told_in_one_language(
    client: httpx.AsyncClient, lang: str, title: str
) -> None:
    response = await client.get(f"/v1/categories?lang={lang}")
    body = response.json()
    assert body["lang"] == lang
    assert title in [item["title"] for item in body["items"]]
    open_leaves = [leaf for leaf in leaves(body["items"]) if leaf["wall"] is None]
    assert len(open_leaves) >= 60
    assert all(leaf["targets"] for leaf in open_leaves)


async def test_an_unchanged_tree_is_not_sent_again(client: httpx.AsyncClient) -> None:
    first = await client.get("/v1/categories")
    again = await client.get("/v1/categories", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_the_tree_is_sent_zipped_to_those_who_accept_it(client: httpx.AsyncClient) -> None:
    zipped = await client.get("/v1/categories")
    plain = await client.get("/v1/categories", headers={"Accept-Encoding": "identity"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert zipped.json() == plain.json()
    assert zipped.headers["etag"] != plain.headers["etag"]
    assert int(zipped.headers["content-length"]) < 100_000


async def test_a_language_we_do_not_speak_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/categories?lang=de")).status_code == 422


async def test_the_tree_tells_its_version_and_says_so_when_a_new_one_starts(
    client: httpx.AsyncClient, clock: FrozenClock
) -> None:
    before = await client.get("/v1/categories")
    clock.set(AFTER_THE_CHANGE)
    after = await client.get("/v1/categories", headers={"If-None-Match": before.headers["etag"]})
    assert (before.json()["version"], after.json()["version"]) == (1, 2)
    assert "despite_bloctel" in before.text
    assert "despite_bloctel" not in after.text


async def test_a_plain_sentence_finds_leaves(client: httpx.AsyncClient) -> None:
    found = await client.get("/v1/categories/search?q=ma commande n’est jamais arrivée")
    first = found.json()["items"][0]
    assert first["path"] == ["online", "order", "not_delivered"]
    assert first["labels"] == ["Achat sur internet", "Une commande", "Elle n’est pas arrivée"]
    assert first["takes_reports"]


async def test_a_search_in_english_answers_in_english(client: httpx.AsyncClient) -> None:
    found = await client.get("/v1/categories/search?q=smell of gas&lang=en")
    first = found.json()["items"][0]
    assert (first["labels"][-1], first["takes_reports"]) == ("There is a smell of gas", False)


@pytest.mark.parametrize("query", ["", "q=", f"q={'x' * 201}", "q=colis&lang=de"])
async def test_a_search_that_is_none_is_refused(client: httpx.AsyncClient, query: str) -> None:
    assert (await client.get(f"/v1/categories/search?{query}")).status_code == 422
