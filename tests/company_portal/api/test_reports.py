"""Reports over HTTP: whose they are, what reading does, what is told of whom."""

import asyncio
from uuid import UUID

import httpx
from sqlalchemy import select

from common.contracts.company_portal import ReportRead
from common.db.plumbing import AuditRow
from common.testing.storage import MemoryStorage
from company_portal.domain.rights import Access, Role
from company_portal.parts import PortalParts
from tests.company_portal.builders import (
    BAKERY,
    BRANCH,
    GARAGE,
    REPORT,
    a_review,
    a_routing,
    an_account,
    an_attachment,
    an_erasure,
    an_identity,
    announced,
    receive,
    sign_in,
)

ANSWER = {
    "kind": "promise",
    "reason": "refund_or_credit",
    "message_to_consumer": "Nous vous remboursons.",
    "attachments": [],
}
KEY = {"idempotency-key": "0123456789abcdef"}


async def audits(parts: PortalParts, action: str) -> int:
    async with parts.open_store() as store:
        rows = await (await store.connection()).execute(
            select(AuditRow.id).where(AuditRow.action == action)
        )
        return len(rows.all())


async def test_the_first_reading_is_announced_once_and_each_reading_noted(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts)
    await receive(parts, a_routing())
    signed_in = await sign_in(client)

    first = await client.get(f"/v1/reports/{REPORT}", headers=signed_in)
    second = await client.get(f"/v1/reports/{REPORT}", headers=signed_in)

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["status"] == "read"
    (read,) = await announced(parts, ReportRead)
    assert read.version == 2
    assert await audits(parts, "report_read") == 2


async def test_two_first_readings_at_once_are_one(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts)
    await receive(parts, a_routing())
    signed_in = await sign_in(client)
    path = f"/v1/reports/{REPORT}"

    answers = await asyncio.gather(*(client.get(path, headers=signed_in) for _ in range(3)))

    assert {answer.status_code for answer in answers} == {200}
    assert len(await announced(parts, ReportRead)) == 1


async def test_an_erased_report_does_not_exist(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts)
    await receive(parts, a_routing(), an_erasure())

    answer = await client.get(f"/v1/reports/{REPORT}", headers=await sign_in(client))

    assert answer.status_code == 404


async def test_a_report_shows_what_was_told_and_until_when_to_act(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts)
    await receive(parts, a_routing(), an_attachment())

    answer = await client.get(f"/v1/reports/{REPORT}", headers=await sign_in(client))

    body = answer.json()
    assert body["description"] == "Le réfrigérateur commandé n’est jamais arrivé."
    assert body["replies"] == [{"question": "Depuis quand ?", "value": "Deux semaines"}]
    assert body["why"] == "Le consommateur a désigné cet établissement."
    assert body["deadline"]["on"] == "2026-05-29"
    assert body["deadline"]["reason"].startswith("25 jours")
    assert body["consumer"] is None
    assert [step["move"] for step in body["history"]] == ["open", "read"]
    assert "answer" in body["allowed"]
    assert body["attachments"][0]["filename"] == "facture-1.pdf"


async def test_the_reason_is_told_in_the_language_of_the_request(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts)
    await receive(parts, a_routing())
    headers = {**await sign_in(client), "accept-language": "en"}

    body = (await client.get(f"/v1/reports/{REPORT}", headers=headers)).json()

    assert body["why"] == "The consumer named this establishment."
    assert body["deadline"]["reason"].startswith("25 days")


async def test_a_consumer_who_agreed_is_known_by_name(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts)
    await receive(parts, an_identity(), a_routing())

    answer = await client.get(f"/v1/reports/{REPORT}", headers=await sign_in(client))

    assert answer.json()["consumer"] == {
        "first_name": "Camille",
        "last_name": "Durand",
        "email": "camille.durand@example.com",
        "phone": "+33612345678",
    }


async def test_another_company_s_report_does_not_exist(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts, "voisin@example.fr", Access(GARAGE, Role.ADMIN))
    await receive(parts, a_routing(), an_attachment())
    stranger = await sign_in(client, "voisin@example.fr")
    file = UUID(int=1)

    answers = [
        await client.get(f"/v1/reports/{REPORT}", headers=stranger),
        await client.post(f"/v1/reports/{REPORT}/answer", json=ANSWER, headers={**stranger, **KEY}),
        await client.get(f"/v1/reports/{REPORT}/attachments/{file}", headers=stranger),
        await client.get(f"/v1/reports/{file}", headers=stranger),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.json()["type"] for answer in answers} == {"urn:vigie:problem:unknown-report"}
    assert (await client.get("/v1/reports", headers=stranger)).json()["items"] == []
    assert await announced(parts, ReportRead) == []


async def test_an_admin_of_the_head_office_reads_every_branch_and_a_branch_only_itself(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts, "siege@example.fr", Access(BAKERY, Role.ADMIN, covers_siren=True))
    await an_account(parts, "filiale@example.fr", Access(BRANCH, Role.ADMIN))
    await receive(parts, a_routing(siret=BRANCH))
    await receive(parts, a_routing(UUID(int=5), siret=BAKERY, reference="AAAA-5555"))

    head = await client.get("/v1/reports", headers=await sign_in(client, "siege@example.fr"))
    branch = await client.get("/v1/reports", headers=await sign_in(client, "filiale@example.fr"))

    assert len(head.json()["items"]) == 2
    assert [item["siret"] for item in branch.json()["items"]] == [BRANCH]


async def test_a_former_holder_keeps_a_trace_and_nothing_more(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts)
    await receive(parts, a_routing(), an_identity(), an_attachment())
    await receive(parts, a_routing(version=2, siret=GARAGE))
    former = await sign_in(client)

    body = (await client.get(f"/v1/reports/{REPORT}", headers=former)).json()

    assert (body["status"], body["is_trace"], body["allowed"]) == ("not_concerned", True, [])
    assert (body["consumer"], body["attachments"], body["deadline"]) == (None, [], None)
    file = await client.get(f"/v1/reports/{REPORT}/attachments/{UUID(int=1)}", headers=former)
    assert (file.status_code, file.json()["type"]) == (404, "urn:vigie:problem:unknown-file")
    refusal = await client.post(
        f"/v1/reports/{REPORT}/answer", json=ANSWER, headers={**former, **KEY}
    )
    assert (refusal.status_code, refusal.json()["allowed"]) == (409, [])
    assert await announced(parts, ReportRead) == []


async def test_a_file_is_given_by_a_short_lived_address(
    client: httpx.AsyncClient, parts: PortalParts, storage: MemoryStorage
) -> None:
    await an_account(parts)
    await receive(parts, a_routing(), an_attachment())
    signed_in = await sign_in(client)
    path = f"/v1/reports/{REPORT}/attachments/{UUID(int=1)}"

    answer = await client.get(path, headers=signed_in)
    storage.is_down = True
    while_down = await client.get(path, headers=signed_in)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("http://storage.test/vigie-clean/clean/1")
    assert await audits(parts, "file_fetched") == 1
    assert while_down.status_code == 503


async def test_the_rating_shows_beside_the_answer_and_the_comment_does_not(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts)
    await receive(parts, a_review(), a_routing())
    signed_in = await sign_in(client)
    path = f"/v1/reports/{REPORT}"
    before = (await client.get(path, headers=signed_in)).json()
    await client.post(f"{path}/answer", json=ANSWER, headers={**signed_in, **KEY})

    after = await client.get(path, headers=signed_in)

    assert (before["rating"], after.json()["rating"]) == (None, "positive")
    assert "Merci au gérant" not in after.text


async def test_nobody_reads_without_signing_in(client: httpx.AsyncClient) -> None:
    answers = [
        await client.get("/v1/reports"),
        await client.get(f"/v1/reports/{REPORT}"),
        await client.post(f"/v1/reports/{REPORT}/answer", json=ANSWER, headers=KEY),
        await client.get(f"/v1/establishments/{BAKERY}/members"),
        await client.delete("/v1/sessions/current"),
        await client.get("/v1/reports", headers={"authorization": "Bearer forged"}),
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert answers[0].headers["www-authenticate"] == "Bearer"
