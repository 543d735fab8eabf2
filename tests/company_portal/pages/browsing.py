"""A visitor who follows links and fills forms, as a browser without JavaScript would."""

import re

import httpx

from tests.company_portal.builders import PASSWORD

_TOKEN = re.compile(r'name="csrf_token" value="([^"]*)"')


async def submit(client: httpx.AsyncClient, page: str, path: str, **fields: str) -> httpx.Response:
    """Send a form of the page, with the hidden token that it carries."""
    found = _TOKEN.search(page)
    token = {"csrf_token": found[1]} if found else {}
    return await client.post(path, data={**token, **fields})


async def log_in(client: httpx.AsyncClient, email: str = "gerant@example.fr") -> httpx.Response:
    answer = await client.post("/login", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return answer
