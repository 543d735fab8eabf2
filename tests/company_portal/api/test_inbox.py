"""The list of reports over HTTP: narrowed, in pages, and only on sensible questions."""

from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from common.testing.clock import FrozenClock
from company_portal.parts import PortalParts
from tests.company_portal.builders import (
    BAKERY,
    GARAGE,
    NOON,
    a_routing,
    an_account,
    receive,
    sign_in,
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("?status=waiting", 3),
        ("?status=read", 0),
        (f"?siret={BAKERY}", 3),
        (f"?siret={GARAGE}", 0),
        ("?q=refrigerateur", 3),
        ("?q=REFE-0002", 1),
        ("?q=piscine", 0),
    ],
)
async def test_the_list_is_narrowed(
    client: httpx.AsyncClient, parts: PortalParts, query: str, found: int
) -> None:
    await an_account(parts)
    for number in range(3):
        await receive(parts, a_routing(UUID(int=number), reference=f"REFE-000{number}"))

    answer = await client.get(f"/v1/reports{query}", headers=await sign_in(client))

    assert len(answer.json()["items"]) == found


async def test_pages_follow_one_another_without_a_gap(
    client: httpx.AsyncClient, parts: PortalParts, clock: FrozenClock
) -> None:
    await an_account(parts)
    for number in range(5):
        clock.set(NOON + timedelta(minutes=number // 2))
        await receive(parts, a_routing(UUID(int=number), reference=f"REFE-000{number}"))
    signed_in = await sign_in(client)

    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        params = {"limit": "2", **({"cursor": cursor} if cursor else {})}
        page = (await client.get("/v1/reports", params=params, headers=signed_in)).json()
        seen += [item["reference"] for item in page["items"]]
        cursor = page["next"]

    assert seen == [f"REFE-000{number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize(
    "query",
    [
        "?cursor=nonsense",
        "?cursor=WyJhIiwiYiJd",
        "?status=strange",
        "?siret=123",
        "?limit=0",
        "?limit=101",
        "?q=%20",
        "?unknown=1",
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(
    client: httpx.AsyncClient, parts: PortalParts, query: str
) -> None:
    await an_account(parts)

    answer = await client.get(f"/v1/reports{query}", headers=await sign_in(client))

    assert answer.status_code == 422
