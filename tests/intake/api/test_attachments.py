"""Files over HTTP."""

from typing import Any

import httpx
import pytest

from common.testing.storage import MemoryStorage
from intake.parts import IntakeParts

PNG = {"filename": "photo.png", "content_type": "image/png", "size": 1000}


async def test_a_file_is_announced_uploaded_and_completed(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    announced = await client.post("/v1/attachments", json=PNG)
    assert announced.status_code == 201
    upload = announced.json()["upload"]
    await parts.storage.put(
        parts.buckets.quarantine, upload["fields"]["key"], bytes(900), content_type="image/png"
    )
    address = f"/v1/attachments/{announced.json()['id']}"
    completed = await client.post(f"{address}/complete", json={})
    assert completed.status_code == 202
    assert completed.json() == {
        "id": announced.json()["id"],
        "filename": "photo.png",
        "content_type": "image/png",
        "size": 900,
        "state": "uploaded",
        "reason": None,
    }
    assert (await client.get(address)).json() == completed.json()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"content_type": "image/svg+xml"}, "kind_not_allowed"),
        ({"filename": "photo.exe"}, "name_and_kind_disagree"),
        ({"size": 0}, "empty"),
        ({"size": 11 * 1024 * 1024}, "too_large"),
    ],
)
async def test_a_forbidden_file_is_refused_before_it_is_sent(
    client: httpx.AsyncClient, changes: dict[str, Any], reason: str
) -> None:
    response = await client.post("/v1/attachments", json=PNG | changes)
    assert response.status_code == 422
    assert response.json()["errors"][0]["type"] == reason


@pytest.mark.parametrize("changes", [{"size": -1}, {"size": "10"}, {"size": 1.5}, {"filename": ""}])
async def test_a_malformed_announcement_is_refused(
    client: httpx.AsyncClient, changes: dict[str, Any]
) -> None:
    assert (await client.post("/v1/attachments", json=PNG | changes)).status_code == 422


async def test_nothing_is_known_under_another_id(client: httpx.AsyncClient) -> None:
    address = "/v1/attachments/00000000-0000-4000-8000-000000000001"
    assert (await client.get(address)).status_code == 404
    assert (await client.post(f"{address}/complete")).status_code == 404


async def test_a_file_that_did_not_arrive_is_told(client: httpx.AsyncClient) -> None:
    announced = await client.post("/v1/attachments", json=PNG)
    response = await client.post(f"/v1/attachments/{announced.json()['id']}/complete")
    assert response.status_code == 422
    assert response.json()["errors"][0]["type"] == "not_there"


async def test_while_the_storage_is_down_a_file_is_refused_for_now(
    client: httpx.AsyncClient, storage: MemoryStorage
) -> None:
    storage.is_down = True
    response = await client.post("/v1/attachments", json=PNG)
    assert response.status_code == 503
    assert response.json()["type"] == "urn:vigie:problem:storage-unavailable"
