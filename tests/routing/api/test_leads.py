"""Websites and phone numbers for everyone, associations for agents."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from joserfc.jwk import OKPKey

from common.contracts.report import PhoneTarget, WebsiteTarget
from common.messaging.subscription import Subscription
from common.testing.messaging import deliver
from routing.parts import RoutingParts
from routing.store import Store
from tests.routing.agents import OPERATOR, bearer, publish_keys
from tests.routing.builders import submitted
from tests.routing.leads import SHOP, identify, reroute
from tests.routing.town import CLOSED, GLACIER, siret

Listening = Sequence[Subscription[Store]]


@pytest_asyncio.fixture
async def headers(town: RoutingParts, listening: Listening, agents_key: OKPKey) -> dict[str, str]:
    await publish_keys(town, listening, agents_key)
    return bearer(town, agents_key)


async def test_anyone_may_ask_whose_a_website_is(
    town: RoutingParts, client: httpx.AsyncClient
) -> None:
    await identify(town, SHOP, siret(GLACIER))
    answer = await client.get("/v1/websites/www.pro.boutique.fr")
    told = answer.json()
    assert (told["host"], told["known_host"], told["domain"]) == (
        "pro.boutique.fr",
        "boutique.fr",
        "boutique.fr",
    )
    assert told["establishment"]["siret"] == siret(GLACIER)
    assert (told["state"], told["is_marketplace"], told["similar"]) == ("identified", False, [])
    assert answer.headers["access-control-allow-origin"] == "*"


async def test_an_imitation_is_told_with_what_it_looks_like(
    town: RoutingParts, client: httpx.AsyncClient
) -> None:
    await identify(town, SHOP, siret(GLACIER))
    told = (await client.get("/v1/websites/b0utique-soldes.shop")).json()
    assert (told["state"], told["known_host"], told["establishment"]) == ("unknown", None, None)
    (like,) = told["similar"]
    assert (like["host"], like["establishment"]["siret"]) == ("boutique.fr", siret(GLACIER))


async def test_anyone_may_ask_whose_a_phone_number_is(
    town: RoutingParts, client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    body = {"siret": siret(GLACIER)}
    await client.post("/v1/phones/0899123456/association", json=body, headers=headers)
    told = (await client.get("/v1/phones/+33 8 99 12 34 56")).json()
    assert told["establishment"]["siret"] == siret(GLACIER)
    del told["establishment"]
    assert told == {
        "number": "+33899123456",
        "spoken": "0 899 12 34 56",
        "country": "FR",
        "use": "charged",
        "state": "identified",
    }


@pytest.mark.parametrize(
    "path", ["websites/localhost", "websites/10.0.0.1", "phones/12", "phones/x"]
)
async def test_what_is_none_is_not_found(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(f"/v1/{path}")).status_code == 404


async def test_an_association_routes_what_waited(
    town: RoutingParts, client: httpx.AsyncClient, listening: Listening, headers: dict[str, str]
) -> None:
    await deliver(listening, town, submitted(WebsiteTarget(url="https://boutique.fr")))
    body = {"siret": siret(GLACIER)}
    answer = await client.post("/v1/websites/boutique.fr/association", json=body, headers=headers)
    assert answer.json() == {
        "kind": "website",
        "key": "boutique.fr",
        "state": "identified",
        "siret": siret(GLACIER),
        "country": None,
        "is_marketplace": False,
    }
    assert await reroute(town) == 1
    assert (await client.get("/v1/triage", headers=headers)).json()["items"] == []


ASSOCIATIONS = [
    "websites/boutique.fr",
    "websites/grandmarche.fr/sellers/Le Glacier",
    "phones/0123456789",
    "accounts/tiktok/boutique",
    "products/3017620422003",
]


@pytest.mark.parametrize("path", ASSOCIATIONS)
async def test_each_lead_is_associated_by_an_agent_alone(
    town: RoutingParts,
    client: httpx.AsyncClient,
    headers: dict[str, str],
    agents_key: OKPKey,
    path: str,
) -> None:
    route, body = f"/v1/{path}/association", {"siret": siret(GLACIER)}
    assert (await client.post(route, json=body)).status_code == 401
    operator = bearer(town, agents_key, OPERATOR)
    assert (await client.post(route, json=body, headers=operator)).status_code == 403
    answer = await client.post(route, json=body, headers=headers)
    assert (answer.status_code, answer.json()["siret"]) == (200, siret(GLACIER))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"siret": "1"}, 422),
        ({"siret": "40293037400010"}, 422),
        ({"siret": siret(CLOSED)}, 409),
        ({"state": "foreign"}, 422),
        ({"state": "foreign", "country": "Allemagne"}, 422),
        ({"state": "investigation", "siret": siret(GLACIER)}, 422),
        ({"state": "lost"}, 422),
        ({"siret": siret(GLACIER), "more": 1}, 422),
    ],
)
async def test_a_wrong_association_is_refused_and_changes_nothing(
    town: RoutingParts,
    client: httpx.AsyncClient,
    headers: dict[str, str],
    body: dict[str, Any],
    status: int,
) -> None:
    answer = await client.post("/v1/websites/boutique.fr/association", json=body, headers=headers)
    assert answer.status_code == status
    assert (await client.get("/v1/websites/boutique.fr")).json()["state"] == "unknown"


@pytest.mark.parametrize(
    "path",
    [
        "websites/localhost",
        "websites/localhost/sellers/x",
        "websites/grandmarche.fr/sellers/!!",
        "phones/12",
        "accounts/myspace/x",
        "products/12",
    ],
)
async def test_nothing_is_associated_with_what_is_none(
    client: httpx.AsyncClient, headers: dict[str, str], path: str
) -> None:
    body = {"siret": siret(GLACIER)}
    answer = await client.post(f"/v1/{path}/association", json=body, headers=headers)
    assert answer.status_code == 404


async def test_one_number_is_one_lead_however_often_it_is_reported(
    town: RoutingParts, client: httpx.AsyncClient, listening: Listening, headers: dict[str, str]
) -> None:
    for number, typed in enumerate(("+33123456789", "01 23 45 67 89", "0612345678")):
        target = PhoneTarget(number=typed)
        await deliver(listening, town, submitted(target, report_id=UUID(int=number + 1)))
    params = {"kind": "phone", "limit": "1"}
    first = (await client.get("/v1/leads", params=params, headers=headers)).json()
    (most,) = first["items"]
    assert (most["key"], most["reports"], most["waiting"]) == ("+33123456789", 2, 2)
    params["cursor"] = first["next"]
    second = (await client.get("/v1/leads", params=params, headers=headers)).json()
    assert [one["key"] for one in second["items"]] == ["+33612345678"]
    assert second["next"] is None
    params = {"kind": "phone", "state": "identified"}
    assert (await client.get("/v1/leads", params=params, headers=headers)).json()["items"] == []
    assert (await client.get("/v1/leads", params=params)).status_code == 401


async def test_a_cursor_of_our_own_only(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    params = {"kind": "phone", "cursor": "WyI5OTk5OTk5OTk5OTk5OTk5OTk5IiwiMSIsIngiXQ"}
    assert (await client.get("/v1/leads", params=params, headers=headers)).status_code == 422
