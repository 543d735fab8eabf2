"""Who acts for an establishment, over HTTP."""

import httpx
import pytest

from company_portal.api import members as subject
from company_portal.domain.rights import Access, Role
from company_portal.parts import PortalParts
from tests.company_portal.builders import BAKERY, BRANCH, GARAGE, an_account, sign_in


async def test_members_see_one_another_and_the_head_office(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts, "a@example.fr", Access(BRANCH, Role.MEMBER))
    await an_account(parts, "b@example.fr", Access(BAKERY, Role.ADMIN, covers_siren=True))
    await an_account(parts, "c@example.fr", Access(GARAGE, Role.ADMIN))

    answer = await client.get(
        f"/v1/establishments/{BRANCH}/members", headers=await sign_in(client, "a@example.fr")
    )

    listed = [
        (member["email"], member["role"], member["covers_siren"])
        for member in answer.json()["items"]
    ]
    assert listed == [("a@example.fr", "member", False), ("b@example.fr", "admin", True)]


async def test_the_members_of_another_company_are_hidden(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts, "c@example.fr", Access(GARAGE, Role.ADMIN))

    answer = await client.get(
        f"/v1/establishments/{BRANCH}/members", headers=await sign_in(client, "c@example.fr")
    )

    assert answer.status_code == 404


async def test_a_long_list_comes_in_pages(
    client: httpx.AsyncClient, parts: PortalParts, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        await an_account(parts, f"m{number}@example.fr", Access(BAKERY, Role.MEMBER))
    signed_in = await sign_in(client, "m0@example.fr")
    monkeypatch.setattr(subject, "PAGE", 2)
    path = f"/v1/establishments/{BAKERY}/members"

    first = (await client.get(path, headers=signed_in)).json()
    second = await client.get(path, params={"cursor": first["next"]}, headers=signed_in)

    assert [member["email"] for member in second.json()["items"]] == ["m2@example.fr"]
    assert second.json()["next"] is None
