"""Each way to name a recipient, over HTTP, from the report to the portal or to triage."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from common.clock import SystemClock, paris_date
from tests.journeys.house import house
from tests.journeys.town import Town
from tests.journeys.walk import Consumer, Web, checked, eventually

pytestmark = pytest.mark.xdist_group("journeys")
Target = Mapping[str, Any]
STREET = ("public_services", "street")


def is_up(address: str) -> bool | None:
    try:
        return httpx.get(f"{address}/readyz").status_code == 200 or None
    except httpx.TransportError:
        return None


def wait_until_up(web: Web) -> None:
    """The house opens its doors one after another."""
    places = web.addresses
    for address in (places.routing, places.company_portal, places.intake):
        eventually(partial(is_up, address), what=f"{address} is ready")


def open_shops(web: Web) -> list[str]:
    wait_until_up(web)
    params = {"q": "boulangerie", "open": "true"}
    answer = httpx.get(f"{web.addresses.routing}/v1/establishments", params=params)
    return [one["siret"] for one in checked(answer, 200)["items"]]


def a_town_hall(web: Web) -> dict[str, Any]:
    """One of the sample’s, with the commune that it is the town hall of."""
    params = {"q": "commune mairie", "open": "true", "limit": "50"}
    answer = httpx.get(f"{web.addresses.routing}/v1/establishments", params=params)
    found = (one for one in checked(answer, 200)["items"] if one["activity_code"] == "84.11Z")
    return dict(next(one for one in found if one["is_head_office"]))


def leads(shop: str, seller: str) -> str:
    """The file that an operator imports."""
    lines = (
        "kind,key,siret,country,marketplace",
        f"website,boutique-du-test.fr,{shop},,",
        f"website,grandmarche.fr,{shop},,yes",
        f"seller,grandmarche.fr/Le Vendeur,{seller},,",
        f"phone,+33123456789,{shop},,",
        f"account,tiktok/laboutique,{seller},,",
        f"product,3017620422003,{shop},,",
        "website,laden-im-ausland.de,,DE,",
    )
    return "\n".join(lines) + "\n"


def stories(shop: str, seller: str, hall: Mapping[str, Any]) -> Iterator[tuple[Target, str, str]]:
    """What is said of the recipient, where the report must end, and at whom."""
    commune = hall["address"]["commune_code"]
    yield {"kind": "siret", "siret": shop}, "waiting", shop
    yield {"kind": "website", "url": "https://www.boutique-du-test.fr/panier"}, "waiting", shop
    sold = {"kind": "website", "url": "https://grandmarche.fr", "seller": "Le Vendeur"}
    yield sold, "waiting", seller
    yield {"kind": "phone", "number": "01 23 45 67 89"}, "waiting", shop
    yield {"kind": "social", "network": "tiktok", "handle": "@LaBoutique"}, "waiting", seller
    yield {"kind": "product", "barcode": "3017620422003"}, "waiting", shop
    yield {"kind": "place", "commune": commune}, "waiting", hall["siret"]
    yield {"kind": "website", "url": "https://boutique-du-tesl.fr"}, "triage", ""
    yield {"kind": "phone", "number": "06 00 00 00 01"}, "triage", ""
    yield {"kind": "social", "network": "other", "handle": "personne"}, "triage", ""
    yield {"kind": "place", "latitude": 0.0, "longitude": 0.0}, "triage", ""
    yield {"kind": "company", "name": "Zorglub et fils", "postal_code": "13260"}, "triage", ""
    yield {"kind": "unknown", "postal_code": "13260"}, "triage", ""
    yield {"kind": "website", "url": "https://laden-im-ausland.de"}, "not_transmitted", ""
    yield {"kind": "foreign", "name": "Laden", "country": "DE"}, "not_transmitted", ""


Leaf = tuple[tuple[str, ...], Mapping[str, Any]]


def leaves(nodes: Sequence[Mapping[str, Any]], *above: str) -> Iterator[Leaf]:
    for node in nodes:
        path = (*above, node["key"])
        yield from leaves(node["children"], *path) if node["children"] else [(path, node)]


def leaf_for(tree: Sequence[Mapping[str, Any]], kind: str) -> tuple[str, ...]:
    """A leaf that takes such a target and asks nothing more; streets for places."""
    for path, leaf in leaves(tree):
        asks = leaf["wall"] or any(question["required"] for question in leaf["questions"])
        asks = asks or "hidden_from_company" in leaf["tags"]
        if asks or kind not in leaf["targets"]:
            continue
        if kind != "place" or path[:2] == STREET:
            return path
    raise AssertionError(kind)


def file(web: Web, number: int, target: Target) -> Consumer:
    """One report by one consumer, who then follows it."""
    consumer = Consumer(web, f"consommateur{number}@exemple.example")
    answer = httpx.get(f"{web.addresses.intake}/v1/categories", params={"lang": "fr"})
    path = leaf_for(checked(answer, 200)["items"], target["kind"])
    body = {
        "category": path[0],
        "subcategories": list(path[1:]),
        "answers": [],
        "description": "Le signalement raconte ce qui s’est passé, sans autre précision.",
        "observed_on": paris_date(SystemClock().now()).isoformat(),
        "target": dict(target),
        "consumer": {
            "first_name": "Dominique",
            "last_name": "Lefèvre",
            "email": consumer.email,
            "proof": consumer.prove_email(),
        },
        "share_identity": False,
        "attachments": [],
        "wish": "report",
        "lang": "fr",
        "publish_consent": False,
    }
    filed = consumer.file(body, key=f"recipient-{number:016d}")
    consumer.open_tracking(filed["tracking_url"])
    return consumer


def go_every_way(web: Web, shop: str, seller: str, hall: Mapping[str, Any]) -> None:
    told = list(stories(shop, seller, hall))
    consumers = [file(web, number, target) for number, (target, _, _) in enumerate(told)]
    names = {
        siret: checked(httpx.get(f"{web.addresses.routing}/v1/establishments/{siret}"), 200)
        for siret in {siret for _, _, siret in told if siret}
    }
    for consumer, (target, status, siret) in zip(consumers, told, strict=True):
        report = consumer.wait_for_status(status)
        if siret:
            holder = report["holder"]["name"]
            known = names[siret]
            assert holder in {known["name"], known["trade_name"]}, target
        else:
            assert report["holder"] is None, target


async def walk_every_way(place: Town, folder: Path) -> None:
    with Web(place.addresses) as web:
        shop, seller, *_ = await asyncio.to_thread(open_shops, web)
        table = folder / "leads.csv"
        table.write_text(leads(shop, seller), encoding="utf-8")
        await place.fleet.run("routing", "job", "import-leads", str(table))
        hall = await asyncio.to_thread(a_town_hall, web)
        await asyncio.to_thread(go_every_way, web, shop, seller, hall)


async def test_every_way_to_name_a_recipient_ends_where_it_must(
    tmp_path: Path, postgres_url: str
) -> None:
    async with house(tmp_path, database_server=postgres_url) as place:
        await walk_every_way(place, tmp_path)
