from typing import Any

import httpx
import pytest

from notifications.parts import NotificationsParts
from tests.notifications import world
from tests.notifications.mailroom import hear_well, send_all
from tests.notifications.world import OPERATOR_KEY, PRINTING_KEY

AS_OPERATOR = {"Authorization": f"Bearer {OPERATOR_KEY}"}
AS_PRINTER = {"Authorization": f"Bearer {PRINTING_KEY}"}


async def listed(client: httpx.AsyncClient, **query: Any) -> dict[str, Any]:
    answer = await client.get("/v1/deliveries", params=query, headers=AS_OPERATOR)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_an_operator_sees_what_waits_without_addresses_or_contents(
    client: httpx.AsyncClient, parts: NotificationsParts
) -> None:
    await hear_well(parts, world.identified(), world.submitted())
    (item,) = (await listed(client))["items"]
    assert item["kind"] == "acknowledgement"
    assert item["state"] == "pending"
    assert item["recipient"] == "a…@c….test"
    assert "ana@consumer.test" not in str(item)
    assert "Ana" not in str(item)


async def test_what_was_sent_has_no_recipient_any_more(
    client: httpx.AsyncClient, parts: NotificationsParts
) -> None:
    await hear_well(parts, world.identified(), world.submitted())
    await send_all(parts)
    (item,) = (await listed(client, state="sent"))["items"]
    assert (item["recipient"], item["attempts"]) == (None, 1)
    assert (await listed(client, state="pending"))["items"] == []


async def test_the_list_goes_page_by_page_and_by_report(
    client: httpx.AsyncClient, parts: NotificationsParts
) -> None:
    await hear_well(parts, world.identified(), world.submitted())
    for number in range(51):
        await hear_well(parts, world.code_requested(email_proof_id=_uuid(number)))
    first = await listed(client)
    second = await listed(client, cursor=first["next"])
    assert (len(first["items"]), len(second["items"]), second["next"]) == (50, 2, None)
    ids = [item["id"] for item in (*first["items"], *second["items"])]
    assert ids == sorted(ids, reverse=True)
    (own,) = (await listed(client, report_id=str(world.REPORT)))["items"]
    assert own["kind"] == "acknowledgement"


def _uuid(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012d}"


@pytest.mark.parametrize(
    "query", [{"state": "lost"}, {"report_id": "x"}, {"cursor": "x"}, {"cursor": "WyJ4Il0"}]
)
async def test_a_question_that_makes_no_sense_is_a_422(
    client: httpx.AsyncClient, query: dict[str, str]
) -> None:
    answer = await client.get("/v1/deliveries", params=query, headers=AS_OPERATOR)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "Basic b3A6b3A="}, 401),
        ({"Cookie": "vigie-notifications=wrong"}, 401),
        (AS_PRINTER, 403),
    ],
)
async def test_nobody_else_sees_the_list(
    client: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    answer = await client.get("/v1/deliveries", headers=headers)
    assert answer.status_code == status
    assert answer.json()["status"] == status
