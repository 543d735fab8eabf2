"""Who runs trains and stations, as a list."""

import httpx

from routing.parts import RoutingParts


async def test_operators_are_listed_by_kind(town: RoutingParts, client: httpx.AsyncClient) -> None:
    del town
    stations = (await client.get("/v1/operators", params={"kind": "station"})).json()["items"]
    assert {one["code"] for one in stations} == {"gares-et-connexions", "sncf-reseau"}
    everyone = (await client.get("/v1/operators")).json()["items"]
    abroad = next(one for one in everyone if one["code"] == "renfe")
    assert (abroad["country"], abroad["establishment"]) == ("ES", None)
    assert len(everyone) > len(stations)
