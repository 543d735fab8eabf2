"""Who finds and reads which reports."""

from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from agent_analytics.domain.territory import Role
from agent_analytics.parts import AnalyticsParts
from tests.agent_analytics.people import People
from tests.agent_analytics.telling import a_filed_report, tell

PARIS, RHONE, NOWHERE = 1, 2, 3


async def _file_everywhere(parts: AnalyticsParts) -> None:
    await a_filed_report(parts, PARIS, department="75", reference="PARIS")
    await a_filed_report(parts, RHONE, department="69", reference="RHONE")
    tale = await a_filed_report(parts, NOWHERE, reference="NOWHERE", department=None)
    async with parts.ground.engine.begin() as connection:
        await connection.execute(
            text("UPDATE reports SET department = NULL WHERE report_id = :id"),
            {"id": tale.report_id},
        )


MATRIX = pytest.mark.parametrize(
    ("role", "where", "seen"),
    [
        (Role.AGENT, "75", {PARIS}),
        (Role.AGENT, "69 75", {PARIS, RHONE}),
        (Role.AGENT, "13", set()),
        (Role.SUPERVISOR, "", {PARIS, RHONE, NOWHERE}),
        (Role.SUPERVISOR, "75", {PARIS, RHONE, NOWHERE}),
    ],
)


@MATRIX
async def test_a_list_holds_the_territory_and_no_more(
    parts: AnalyticsParts,
    client: httpx.AsyncClient,
    people: People,
    role: Role,
    where: str,
    seen: set[int],
) -> None:
    await _file_everywhere(parts)
    header = await people.sign_in(role=role, where=where)

    listed = (await client.get("/v1/reports", headers=header)).json()["items"]

    assert {UUID(item["id"]).int for item in listed} == seen


@MATRIX
async def test_a_foreign_report_does_not_exist(
    parts: AnalyticsParts,
    client: httpx.AsyncClient,
    people: People,
    role: Role,
    where: str,
    seen: set[int],
) -> None:
    await _file_everywhere(parts)
    header = await people.sign_in(role=role, where=where)

    answers = {
        number: (await client.get(f"/v1/reports/{UUID(int=number)}", headers=header)).status_code
        for number in (PARIS, RHONE, NOWHERE, 404)
    }

    assert answers == {
        number: 200 if number in seen else 404 for number in (PARIS, RHONE, NOWHERE, 404)
    }


@pytest.mark.parametrize(
    "path",
    [
        "/v1/reports",
        f"/v1/reports/{UUID(int=PARIS)}",
        f"/v1/reports/{UUID(int=PARIS)}/files/{UUID(int=3)}",
        "/v1/statistics/series",
        "/v1/statistics/breakdown?by=status",
    ],
)
async def test_no_one_reads_unsigned_and_operators_read_nothing(
    parts: AnalyticsParts, client: httpx.AsyncClient, people: People, path: str
) -> None:
    await _file_everywhere(parts)
    operator = await people.sign_in(role=Role.OPERATOR, where="75")

    assert (await client.get(path)).status_code == 401
    assert (await client.get(path, headers=operator)).status_code == 403


async def test_the_page_of_a_report_tells_everything(
    parts: AnalyticsParts, client: httpx.AsyncClient, people: People
) -> None:
    tale = await a_filed_report(parts, PARIS)
    await tell(parts, [tale.read(), tale.answered(), tale.authority_informed(), tale.reviewed()])
    header = await people.sign_in()

    body = (await client.get(f"/v1/reports/{tale.report_id}", headers=header)).json()

    assert body["status"] == "promised"
    assert body["consumer"]["email"] == "camille.durand@example.org"
    assert body["authority_messages"][0]["message"] == "Le client est connu de nos services."
    assert body["review"]["rating"] == "positive"
    assert [entry["happening"] for entry in body["timeline"]] == [
        "submitted",
        "routed",
        "case_opened",
        "read",
        "answered",
        "authority_informed",
        "reviewed",
    ]


async def test_each_reading_is_written_down(
    parts: AnalyticsParts, client: httpx.AsyncClient, people: People
) -> None:
    tale = await a_filed_report(parts, PARIS)
    header = await people.sign_in()

    await client.get(f"/v1/reports/{tale.report_id}", headers=header)
    await client.get(f"/v1/reports/{UUID(int=404)}", headers=header)

    async with parts.ground.engine.connect() as connection:
        readings = await connection.execute(
            text("SELECT actor, object_id FROM audit WHERE action = 'report_read'")
        )
        rows = readings.all()
    assert [row.object_id for row in rows] == [str(tale.report_id)]
    assert rows[0].actor.startswith("agent:")


async def test_a_file_is_fetched_from_a_short_lived_address(
    parts: AnalyticsParts, client: httpx.AsyncClient, people: People
) -> None:
    tale = await a_filed_report(parts, PARIS)
    await tell(parts, [tale.file_cleared(version=3)])
    mine = await people.sign_in()
    foreign = await people.sign_in("other@dgccrf.test", where="13")
    path = f"/v1/reports/{tale.report_id}/files/{UUID(int=3)}"

    response = await client.get(path, headers=mine)

    assert response.status_code == 303
    assert "clean/3" in response.headers["location"]
    assert (await client.get(path, headers=foreign)).status_code == 404


async def test_an_erased_report_is_gone(
    parts: AnalyticsParts, client: httpx.AsyncClient, people: People
) -> None:
    tale = await a_filed_report(parts, PARIS)
    await tell(parts, [tale.erased()])
    header = await people.sign_in()

    assert (await client.get("/v1/reports", headers=header)).json()["items"] == []
    assert (await client.get(f"/v1/reports/{tale.report_id}", headers=header)).status_code == 404
