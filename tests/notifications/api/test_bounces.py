import json
from typing import Any

import httpx
import pytest

from notifications.domain.mail import message_id
from notifications.parts import NotificationsParts
from tests.notifications import world
from tests.notifications.conftest import Postman
from tests.notifications.mailroom import hear_well, rows, send_all, states
from tests.notifications.signing import sign


async def report(
    client: httpx.AsyncClient, parts: NotificationsParts, body: Any, **changed: str
) -> httpx.Response:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    now = int(parts.ground.clock.now().timestamp())
    secret = changed.pop("secret", world.BOUNCE_SECRET).encode()
    headers = {
        "content-type": "application/json",
        "webhook-id": "bounce-1",
        "webhook-timestamp": str(now),
        "webhook-signature": sign(raw, id_="bounce-1", timestamp=now, secret=secret),
        **{name.replace("_", "-"): value for name, value in changed.items()},
    }
    return await client.post("/v1/bounces", content=raw, headers=headers)


async def sent_mail(parts: NotificationsParts) -> str:
    await hear_well(parts, world.identified(), world.submitted())
    await send_all(parts)
    (row,) = await rows(parts, "SELECT id FROM deliveries")
    return message_id(row.id, "vigie.test")


@pytest.mark.parametrize(
    ("kind", "state"),
    [("hard", "failed:suppressed"), ("complaint", "failed:suppressed"), ("soft", "sent")],
)
async def test_a_hard_bounce_stops_mail_to_the_address(
    client: httpx.AsyncClient,
    parts: NotificationsParts,
    postman: Postman,
    kind: str,
    state: str,
) -> None:
    body = {"message_id": await sent_mail(parts), "kind": kind}
    for _ in range(2):
        assert (await report(client, parts, body)).status_code == 204
    await hear_well(parts, world.triaged())
    await send_all(parts)
    assert (await states(parts))["triaged"] == state


@pytest.mark.parametrize(
    "name",
    ["<other@elsewhere.test>", "<00000000-0000-0000-0000-000000000001@vigie.test>", "nothing"],
)
async def test_a_bounce_of_somebody_elses_mail_changes_nothing(
    client: httpx.AsyncClient, parts: NotificationsParts, name: str
) -> None:
    await sent_mail(parts)
    assert (await report(client, parts, {"message_id": name, "kind": "hard"})).status_code == 204
    assert await rows(parts, "SELECT 1 FROM suppressions") == []


@pytest.mark.parametrize(
    "changed",
    [
        {"secret": "another"},
        {"webhook_id": "another"},
        {"webhook_timestamp": "1"},
        {"webhook_signature": ""},
        {"webhook_signature": "v1,AAAA"},
    ],
)
async def test_a_report_nobody_signed_is_refused(
    client: httpx.AsyncClient, parts: NotificationsParts, changed: dict[str, str]
) -> None:
    body = {"message_id": await sent_mail(parts), "kind": "hard"}
    answer = await report(client, parts, body, **changed)
    assert answer.status_code == 401
    assert await rows(parts, "SELECT 1 FROM suppressions") == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b'{"kind": "hard", "kind": "soft", "message_id": "x"}', 400),
        (b"\xff", 400),
        (b"[]", 422),
        ({"kind": "hard"}, 422),
        ({"kind": "odd", "message_id": "x"}, 422),
        ({"kind": "hard", "message_id": "x", "more": 1}, 422),
        ({"kind": "hard", "message_id": "x\u0000y"}, 422),
    ],
)
async def test_a_signed_report_that_makes_no_sense_is_refused_without_an_echo(
    client: httpx.AsyncClient, parts: NotificationsParts, body: Any, status: int
) -> None:
    answer = await report(client, parts, body)
    assert answer.status_code == status, answer.text
    assert "odd" not in answer.text
