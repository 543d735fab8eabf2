"""The public directory, as programs see it."""

import time

import httpx
import pytest

from tests.routing.town import BAKERY, GLACIER, HIDDEN, siret

pytestmark = pytest.mark.usefixtures("town")
SEARCH = "/v1/establishments"


async def test_an_item_has_the_shape_of_the_public_contract(client: httpx.AsyncClient) -> None:
    answer = await client.get(SEARCH, params={"q": "le glacier", "commune": "Cassis"})
    assert answer.status_code == 200
    assert answer.json() == {
        "items": [
            {
                "siret": siret(GLACIER),
                "siren": "059806653",
                "name": "SARL LE GLACIER",
                "trade_name": "LE GLACIER",
                "address": {
                    "lines": ["4 QU DE LA MER", "13260 CASSIS"],
                    "postal_code": "13260",
                    "commune": "CASSIS",
                    "commune_code": "13022",
                    "department": "13",
                },
                "activity_code": "56.30Z",
                "is_open": True,
                "is_head_office": True,
                "head_office_siret": siret(GLACIER),
                "score": 1.0,
                "reasons": [
                    {"code": "same_name", "fr": "enseigne identique", "en": "same sign"},
                    {"code": "same_town", "fr": "même commune", "en": "same town"},
                    {"code": "head_office", "fr": "siège de l’entreprise", "en": "head office"},
                ],
            }
        ]
    }


async def test_anyone_s_page_may_read_the_directory(client: httpx.AsyncClient) -> None:
    answer = await client.get(SEARCH, params={"q": "glacier"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    ("params", "count"),
    [
        ({"q": "bon pain"}, 2),
        ({"q": "bon pain", "postal_code": "13001"}, 1),
        ({"q": "bon pain", "department": "13"}, 2),
        ({"q": "bon pain", "department": "2a"}, 0),
        ({"q": "bon pain", "limit": "1"}, 1),
        ({"q": "cafe disparu"}, 1),
        ({"q": "cafe disparu", "open": "true"}, 0),
        ({"q": "cafe disparu", "closed": "true"}, 1),
        ({"q": "glacier", "closed": "true"}, 0),
        ({"q": siret(GLACIER), "closed": "true"}, 0),
    ],
)
async def test_filters_narrow_the_answer(
    client: httpx.AsyncClient, params: dict[str, str], count: int
) -> None:
    answer = await client.get(SEARCH, params=params)
    assert len(answer.json()["items"]) == count


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"q": ""},
        {"q": "x" * 1000},
        {"q": "glacier", "postal_code": "1326"},
        {"q": "glacier", "postal_code": "١٣٢٦٠"},
        {"q": "glacier", "postal_code": "13260\n"},
        {"q": "glacier", "department": "99"},
        {"q": "glacier", "limit": "0"},
        {"q": "glacier", "limit": "1000"},
        {"q": "05980665300017"},
        {"q": "glacier", "open": "true", "closed": "true"},
        {"q": "glacier", "latitude": "43.2"},
        {"q": "glacier", "latitude": "91", "longitude": "5"},
        {"q": "glacier", "latitude": "nan", "longitude": "5"},
    ],
)
async def test_a_malformed_question_is_a_problem(
    client: httpx.AsyncClient, params: dict[str, str]
) -> None:
    answer = await client.get(SEARCH, params=params)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "q", ["a", "*", "names:(", "%27%3B--", "\x1b[31m", "🍦", "\u202egnp", "AND OR NOT", "x" * 200]
)
async def test_odd_words_get_an_answer_quickly(client: httpx.AsyncClient, q: str) -> None:
    spent = []
    for _ in range(3):
        begun = time.process_time()
        answer = await client.get(SEARCH, params={"q": q})
        spent.append(time.process_time() - begun)
        assert answer.status_code in {200, 400, 422}
    assert min(spent) < 0.2


async def test_an_establishment_is_read_by_its_number(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{SEARCH}/{siret(GLACIER)}")
    assert answer.json()["trade_name"] == "LE GLACIER"


@pytest.mark.parametrize("number", ["05980665300017", "40293037400010", "abc", "0" * 14])
async def test_an_unknown_number_is_not_found(client: httpx.AsyncClient, number: str) -> None:
    answer = await client.get(f"{SEARCH}/{number}")
    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:vigie:problem:not-found"


async def test_a_discreet_person_is_masked(client: httpx.AsyncClient) -> None:
    for path in (f"{SEARCH}/{siret(HIDDEN)}", f"/v1/companies/{HIDDEN.siren}/establishments"):
        answer = await client.get(path)
        assert answer.status_code == 200
        assert "MIREILLE" not in answer.text
        assert "CASSIS" not in answer.text
    found = await client.get(SEARCH, params={"q": siret(HIDDEN)})
    assert found.json()["items"][0]["address"]["lines"] == []


async def test_a_company_s_establishments_come_page_by_page(client: httpx.AsyncClient) -> None:
    path = f"/v1/companies/{BAKERY.siren}/establishments"
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        params = {"limit": "1"} | ({"cursor": cursor} if cursor else {})
        page = (await client.get(path, params=params)).json()
        seen += [item["siret"] for item in page["items"]]
        cursor = page["next"]
    assert cursor is None
    assert seen == [siret(BAKERY, rank) for rank in (0, 1, 2)]


@pytest.mark.parametrize("siren", ["059806654", "552100554", "x"])
async def test_an_unknown_company_is_not_found(client: httpx.AsyncClient, siren: str) -> None:
    assert (await client.get(f"/v1/companies/{siren}/establishments")).status_code == 404


@pytest.mark.parametrize("cursor", ["?", "WyJhIl0", "WyJNYXliZSIsIlRydWUiLCIwIl0"])
async def test_a_cursor_that_we_never_gave_is_a_problem(
    client: httpx.AsyncClient, cursor: str
) -> None:
    path = f"/v1/companies/{BAKERY.siren}/establishments"
    assert (await client.get(path, params={"cursor": cursor})).status_code == 422
