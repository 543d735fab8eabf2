"""A program with a key, and what it posts."""

from typing import Any
from xml.etree import ElementTree as ET

import httpx

from intake.handlers.keep_open311_keys import MadeKey, make_open311_key
from intake.parts import IntakeParts

HOLE = "public_services-street-hole"
STORY = "Un trou profond au milieu de la piste cyclable."


async def a_key(parts: IntakeParts) -> MadeKey:
    async with parts.open_store() as store:
        return await make_open311_key("Mairie en ligne", store, chance=parts.ground.chance)


def a_request(key: str, **changes: Any) -> dict[str, Any]:
    """The form of `POST requests`; an empty value is as good as an absent one."""
    return {
        "api_key": key,
        "service_code": HOLE,
        "lat": "48.856614",
        "long": "2.352222",
        "description": STORY,
        "email": "camille.martin@example.org",
        "first_name": "Camille",
        "last_name": "Martin",
        **changes,
    }


async def post(
    client: httpx.AsyncClient, key: str, fmt: str = "json", **changes: Any
) -> httpx.Response:
    return await client.post(f"/open311/v2/requests.{fmt}", data=a_request(key, **changes))


def read_xml(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - what our own server answered
