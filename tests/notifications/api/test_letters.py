from typing import Any
from uuid import UUID, uuid5

import httpx
import pytest

from common.testing.storage import MemoryStorage
from notifications.parts import NotificationsParts
from tests.notifications import world
from tests.notifications.mailroom import hear_well, rows, typeset_all
from tests.notifications.world import OPERATOR_KEY, PRINTING_KEY

AS_PRINTER = {"Authorization": f"Bearer {PRINTING_KEY}"}
AS_OPERATOR = {"Authorization": f"Bearer {OPERATOR_KEY}"}


async def bind(client: httpx.AsyncClient, key: str = "first-batch-of-the-day") -> httpx.Response:
    return await client.post("/v1/letters/batches", headers={**AS_PRINTER, "Idempotency-Key": key})


async def bound(client: httpx.AsyncClient, parts: NotificationsParts) -> dict[str, Any]:
    await hear_well(parts, world.code_issued())
    await typeset_all(parts)
    answer = await bind(client)
    assert answer.status_code == 201, answer.text
    batch: dict[str, Any] = answer.json()
    return batch


async def test_the_printing_centre_binds_fetches_and_declares(
    client: httpx.AsyncClient, parts: NotificationsParts, storage: MemoryStorage
) -> None:
    batch = await bound(client, parts)
    assert batch["count"] == 1
    assert batch["printed_at"] is None
    path = f"/v1/letters/batches/{batch['id']}"
    assert batch["url"] == f"http://testserver{path}/file"
    file = await client.get(f"{path}/file", headers=AS_PRINTER)
    assert file.status_code == 303
    assert file.headers["location"].startswith("http://storage.test/vigie-letters/batches/")
    for _ in range(2):
        answer = await client.post(f"{path}/printed", headers=AS_PRINTER)
        assert answer.status_code == 200
        assert answer.json()["printed_at"] is not None
    assert (await client.get(path, headers=AS_OPERATOR)).json() == answer.json()
    listed = (await client.get("/v1/letters/batches", headers=AS_OPERATOR)).json()
    assert listed == {"items": [answer.json()], "next": None}
    acts = await rows(parts, "SELECT action, actor FROM audit ORDER BY id")
    assert [tuple(row) for row in acts] == [
        ("letters_bound", "printer"),
        ("letters_fetched", "printer"),
        ("letters_printed", "printer"),
    ]


async def test_the_same_request_again_gives_the_same_batch(
    client: httpx.AsyncClient, parts: NotificationsParts
) -> None:
    batch = await bound(client, parts)
    again = await bind(client)
    assert (again.status_code, again.json()) == (201, batch)


async def test_with_nothing_to_print_there_is_no_batch(client: httpx.AsyncClient) -> None:
    answer = await bind(client)
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:vigie:problem:nothing-to-print"


async def test_storage_that_is_away_binds_nothing(
    client: httpx.AsyncClient, parts: NotificationsParts, storage: MemoryStorage
) -> None:
    await hear_well(parts, world.code_issued())
    await typeset_all(parts)
    storage.is_down = True
    assert (await bind(client)).status_code == 503
    storage.is_down = False
    assert (await bind(client)).json()["count"] == 1


async def test_without_an_idempotency_key_nothing_is_bound(client: httpx.AsyncClient) -> None:
    assert (await client.post("/v1/letters/batches", headers=AS_PRINTER)).status_code == 400


@pytest.mark.parametrize("path", ["", "/file", "/printed"])
async def test_an_unknown_batch_is_a_404(client: httpx.AsyncClient, path: str) -> None:
    method = "POST" if path == "/printed" else "GET"
    unknown = uuid5(UUID(int=0), "unknown")
    answer = await client.request(
        method, f"/v1/letters/batches/{unknown}{path}", headers=AS_PRINTER
    )
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/letters/batches"),
        ("POST", "/v1/letters/batches"),
        ("GET", f"/v1/letters/batches/{UUID(int=1)}"),
        ("GET", f"/v1/letters/batches/{UUID(int=1)}/file"),
        ("POST", f"/v1/letters/batches/{UUID(int=1)}/printed"),
    ],
)
async def test_without_a_key_nothing_is_shown_or_changed(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    assert (await client.request(method, path)).status_code == 401
