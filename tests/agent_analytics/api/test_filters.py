"""What agents may ask of the list, and what is refused."""

from datetime import timedelta

import httpx
import pytest

from agent_analytics.domain.territory import Role
from agent_analytics.parts import AnalyticsParts
from common.contracts.report import CompanyTarget, WebsiteTarget
from tests.agent_analytics.builders import MONDAY, OTHER_SIRET, SIRET, Tale
from tests.agent_analytics.people import People
from tests.agent_analytics.telling import a_filed_report, tell

TOASTER, PARCEL, PHONE = "TOASTER", "PARCEL", "PHONE"


async def _file_some(parts: AnalyticsParts) -> None:
    toaster = await a_filed_report(
        parts, 1, reference=TOASTER, tags=("dangerous", "priority"), department="75"
    )
    await tell(parts, [toaster.read(), toaster.answered(), toaster.reviewed()])
    parcel = await a_filed_report(
        parts,
        2,
        department="2A",
        reference=PARCEL,
        category="internet",
        description="Le colis n’est « jamais » arrivé à Noël.",
        submitted_at=MONDAY + timedelta(days=7),
        tags=("dangerous",),
    )
    await tell(parts, [parcel.routed(version=2, siret=OTHER_SIRET), parcel.file_cleared()])
    await tell(parts, [parcel.opened(version=2, siret=OTHER_SIRET)])
    await a_filed_report(
        parts,
        3,
        department=None,
        reference=PHONE,
        description="Démarchage au téléphone.",
        target=WebsiteTarget(url="https://boutique.example"),
        submitted_at=MONDAY + timedelta(days=14),
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [PHONE, PARCEL, TOASTER]),
        ({"sort": "submitted_at"}, [TOASTER, PARCEL, PHONE]),
        ({"q": "colis noel"}, [PARCEL]),
        ({"q": "grille-pain"}, [TOASTER]),
        ({"q": "démarchages"}, [PHONE]),
        ({"q": "DEMARCHAGE -boutique"}, []),
        ({"q": '"jamais arrive"'}, [PARCEL]),
        ({"q": "boutique.example"}, [PHONE]),
        ({"q": "toaster"}, [TOASTER]),
        ({"q": "camille"}, []),
        ({"reference": "parcel"}, [PARCEL]),
        ({"start": "2026-05-11"}, [PHONE, PARCEL]),
        ({"start": "2026-05-11", "end": "2026-05-11"}, [PARCEL]),
        ({"end": "2026-05-04"}, [TOASTER]),
        ({"category": ["internet", "shops"], "status": "promised"}, [TOASTER]),
        ({"status": ["waiting", "submitted"]}, [PHONE, PARCEL]),
        ({"tag": "dangerous"}, [PARCEL, TOASTER]),
        ({"tag": ["dangerous", "priority"]}, [TOASTER]),
        ({"siret": OTHER_SIRET}, [PARCEL]),
        ({"siret": OTHER_SIRET, "siren": SIRET[:9]}, [PARCEL, TOASTER]),
        ({"has_attachment": "true"}, [PARCEL]),
        ({"has_answer": "false"}, [PHONE, PARCEL]),
        ({"rating": "positive"}, [TOASTER]),
        ({"rating": "negative"}, []),
    ],
)
async def test_a_filter_leaves_what_fulfils_it(
    parts: AnalyticsParts,
    client: httpx.AsyncClient,
    people: People,
    query: dict[str, str | list[str]],
    found: list[str],
) -> None:
    await _file_some(parts)
    header = await people.sign_in(role=Role.SUPERVISOR, where="")

    response = await client.get("/v1/reports", params=query, headers=header)

    assert [item["reference"] for item in response.json()["items"]] == found


async def test_pages_follow_one_another_without_a_gap(
    parts: AnalyticsParts, client: httpx.AsyncClient, people: People
) -> None:
    for number in range(1, 8):
        await a_filed_report(parts, number, reference=f"R{number}")
    header = await people.sign_in()

    seen: list[str] = []
    query: dict[str, str] = {"limit": "3"}
    while query:
        page = (await client.get("/v1/reports", params=query, headers=header)).json()
        seen += [item["reference"] for item in page["items"]]
        query = {"limit": "3", "cursor": page["next"]} if page["next"] else {}

    assert seen == [f"R{number}" for number in range(7, 0, -1)]


@pytest.mark.parametrize(
    "query",
    [
        "start=yesterday",
        "start=1746352800",
        "start=2026-02-30",
        "end=9999-12-31",
        "start=0001-01-01",
        "department=20",
        "department=75%27%20OR%201=1--",
        "status=done",
        "siret=12345678901234",
        "siret=%EF%BC%91" + "2" * 13,
        "siren=1",
        "rating=5",
        "has_answer=maybe",
        "limit=0",
        "limit=101",
        "limit=1e3",
        "sort=description",
        "sort=submitted_at;DROP TABLE reports",
        "cursor=AAAA",
        "cursor=WyJhIiwiYiJd",
        "q=" + "a+" * 11,
        "q=" + "x" * 201,
        "q=%00",
        "q=%ED%A0%80",
        "tag=%00",
        "reference=" + "x" * 21,
        "unknown=1",
        "start=",
        "q=",
        "&".join(f"tag={number}" for number in range(111)),
    ],
)
async def test_a_hostile_filter_is_refused(
    client: httpx.AsyncClient, people: People, query: str
) -> None:
    header = await people.sign_in()

    response = await client.get(f"/v1/reports?{query}", headers=header)

    assert response.status_code in {400, 422}, response.text
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "words",
    ["'", "''; --", "& | !", "a:*", "((((", '"', "-", "or or or", "\\", "<->", "%", "é" * 200],
)
async def test_odd_words_are_searched_and_not_found(
    parts: AnalyticsParts, client: httpx.AsyncClient, people: People, words: str
) -> None:
    await a_filed_report(parts, 1)
    header = await people.sign_in()

    response = await client.get("/v1/reports", params={"q": words}, headers=header)

    assert response.status_code == 200, response.text


async def test_the_departement_comes_from_the_recipient_else_from_the_target(
    parts: AnalyticsParts, client: httpx.AsyncClient, people: People
) -> None:
    tale: Tale = await a_filed_report(
        parts, 1, target=CompanyTarget(name="Grille Tout", postal_code="69001"), department=None
    )
    header = await people.sign_in(where="69")
    assert len((await client.get("/v1/reports", headers=header)).json()["items"]) == 1

    await tell(parts, [tale.routed(department="13")])

    assert (await client.get("/v1/reports", headers=header)).json()["items"] == []
