"""From the letter to the session, over HTTP."""

import asyncio
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from common.contracts.company_portal import (
    AccountChanged,
    AccountRole,
    ActivationCodeIssued,
    ActivationLinkRequested,
)
from common.testing.clock import FrozenClock
from company_portal.parts import PortalParts
from company_portal.store.tables import CodeRow
from tests.company_portal.builders import (
    BAKERY,
    GARAGE,
    PASSWORD,
    a_recipient,
    a_routing,
    announced,
    receive,
)

EMAIL = "gerant@example.fr"


async def the_code(parts: PortalParts) -> str:
    return (await announced(parts, ActivationCodeIssued))[-1].code


async def ask(client: httpx.AsyncClient, code: str, *, email: str = EMAIL) -> httpx.Response:
    body = {"siret": BAKERY, "code": code, "email": email}
    return await client.post("/v1/activations", json=body)


async def links(parts: PortalParts) -> list[str]:
    asked = await announced(parts, ActivationLinkRequested)
    return [link.activation_url.partition("token=")[2] for link in asked]


async def open_account(
    client: httpx.AsyncClient, token: str, password: str = PASSWORD
) -> httpx.Response:
    body = {
        "token": token,
        "password": password,
        "first_name": "Dominique",
        "last_name": "Martin",
    }
    return await client.post("/v1/accounts", json=body)


async def test_the_code_of_the_letter_opens_the_first_account_as_admin(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await receive(parts, a_routing())
    asked = await ask(client, (await the_code(parts)).lower().replace("-", " "))
    (token,) = await links(parts)

    opened = await open_account(client, token)

    assert asked.status_code == 202
    assert opened.status_code == 201
    assert (opened.json()["email"], opened.json()["is_new"]) == (EMAIL, True)
    (changed,) = await announced(parts, AccountChanged)
    assert (changed.email, changed.version, changed.is_active) == (EMAIL, 1, True)
    assert [(a.siret, a.role, a.covers_siren) for a in changed.accesses] == [
        (BAKERY, AccountRole.ADMIN, False)
    ]
    session = await client.post("/v1/sessions", json={"email": EMAIL, "password": PASSWORD})
    assert session.status_code == 201


async def test_the_first_admin_of_the_head_office_answers_for_the_whole_company(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    routed = a_routing().model_copy(update={"recipient": a_recipient(is_head_office=True)})
    await receive(parts, routed)
    await ask(client, await the_code(parts))

    await open_account(client, (await links(parts))[0])

    (changed,) = await announced(parts, AccountChanged)
    assert changed.accesses[0].covers_siren


async def test_a_wrong_code_gets_the_same_answer_and_no_link(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await receive(parts, a_routing())
    right = await ask(client, await the_code(parts))
    wrong = await ask(client, "AAAAA-AAAAA")
    elsewhere = await client.post(
        "/v1/activations", json={"siret": GARAGE, "code": "AAAAA-AAAAA", "email": EMAIL}
    )

    assert right.status_code == wrong.status_code == elsewhere.status_code == 202
    assert right.json() == wrong.json() == elsewhere.json()
    assert len(await links(parts)) == 1


async def test_a_code_stands_five_tries(client: httpx.AsyncClient, parts: PortalParts) -> None:
    await receive(parts, a_routing())
    for _ in range(5):
        await ask(client, "AAAAA-AAAAA")

    await ask(client, await the_code(parts))

    assert await links(parts) == []


async def test_an_establishment_stands_twenty_tries_a_day(
    client: httpx.AsyncClient, parts: PortalParts, clock: FrozenClock
) -> None:
    await receive(parts, a_routing())
    for _ in range(20):
        assert (await ask(client, "AAAAA-AAAAA")).status_code == 202

    refused = await ask(client, "AAAAA-AAAAA")
    clock.advance(timedelta(days=2))
    later = await ask(client, "AAAAA-AAAAA")

    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert later.status_code == 202


async def test_a_code_is_worth_sixty_days(
    client: httpx.AsyncClient, parts: PortalParts, clock: FrozenClock
) -> None:
    await receive(parts, a_routing())
    clock.advance(timedelta(days=61))

    await ask(client, await the_code(parts))

    assert await links(parts) == []


async def test_the_code_is_not_kept_in_clear(parts: PortalParts) -> None:
    await receive(parts, a_routing())

    async with parts.open_store() as store:
        kept = await (await store.connection()).scalar(select(CodeRow.code_hash))

    assert kept is not None
    assert kept.startswith("$argon2id$")
    assert await the_code(parts) not in kept


async def test_link_and_code_serve_once(client: httpx.AsyncClient, parts: PortalParts) -> None:
    await receive(parts, a_routing())
    code = await the_code(parts)
    await ask(client, code)
    await ask(client, code, email="collegue@example.fr")
    first, second = await links(parts)
    await open_account(client, first)

    again = await open_account(client, first)
    colleague = await open_account(client, second)
    reused = await ask(client, code)

    assert (again.status_code, colleague.status_code) == (410, 410)
    assert again.json()["type"] == "urn:vigie:problem:activation-link-spent"
    assert reused.status_code == 202
    assert len(await links(parts)) == 2


async def test_a_link_is_worth_a_day(
    client: httpx.AsyncClient, parts: PortalParts, clock: FrozenClock
) -> None:
    await receive(parts, a_routing())
    await ask(client, await the_code(parts))
    clock.advance(timedelta(hours=25))

    assert (await open_account(client, (await links(parts))[0])).status_code == 410
    assert (await open_account(client, "forged")).status_code == 410


async def test_a_weak_password_is_refused_and_the_link_stays_good(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await receive(parts, a_routing())
    await ask(client, await the_code(parts))
    (token,) = await links(parts)

    weak = await open_account(client, token, "motdepasse2026")
    strong = await open_account(client, token)

    assert (weak.status_code, weak.json()["weakness"]) == (422, "common")
    assert "motdepasse2026" not in weak.text
    assert strong.status_code == 201


async def test_a_mailbox_that_has_an_account_gains_the_establishment(
    client: httpx.AsyncClient, parts: PortalParts, clock: FrozenClock
) -> None:
    await receive(parts, a_routing())
    await ask(client, await the_code(parts))
    await open_account(client, (await links(parts))[0])
    await receive(parts, a_routing(a_routing().report_id, version=2, siret=GARAGE))
    body = {"siret": GARAGE, "code": await the_code(parts), "email": EMAIL}
    await client.post("/v1/activations", json=body)

    opened = await open_account(client, (await links(parts))[1], "autre chose de bien long")

    assert opened.json()["is_new"] is False
    latest = (await announced(parts, AccountChanged))[-1]
    assert [access.siret for access in latest.accesses] == [GARAGE, BAKERY]
    assert latest.version == 2
    session = await client.post("/v1/sessions", json={"email": EMAIL, "password": PASSWORD})
    assert session.status_code == 201


async def test_one_mailbox_with_two_letters_at_once_gets_one_account(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await receive(parts, a_routing())
    await receive(parts, a_routing(UUID(int=2), siret=GARAGE, reference="AAAA-2222"))
    for issued in await announced(parts, ActivationCodeIssued):
        body = {"siret": issued.siret, "code": issued.code, "email": EMAIL}
        await client.post("/v1/activations", json=body)

    tokens = await links(parts)
    opened = await asyncio.gather(*(open_account(client, token) for token in tokens))

    assert [answer.status_code for answer in opened] == [201, 201]
    assert sorted(answer.json()["is_new"] for answer in opened) == [False, True]
    latest = max(await announced(parts, AccountChanged), key=lambda changed: changed.version)
    assert {access.siret for access in latest.accesses} == {BAKERY, GARAGE}


@pytest.mark.parametrize(
    "change",
    [
        {"siret": "12345678901234"},
        {"siret": "00000000000000"},
        {"email": "a@b.fr, evil@x.fr"},
        {"code": ""},
        {"siret": "７３２８２９３２００００７４"},
    ],
)
async def test_a_request_that_makes_no_sense_is_refused(
    client: httpx.AsyncClient, change: dict[str, str]
) -> None:
    body = {"siret": BAKERY, "code": "AAAAA-AAAAA", "email": EMAIL, **change}

    assert (await client.post("/v1/activations", json=body)).status_code == 422
