"""The directory's pages."""

import httpx
import pytest

from tests.routing.town import BAKERY, GLACIER, HIDDEN, siret

pytestmark = pytest.mark.usefixtures("town")
HTML = {"accept": "text/html"}


async def test_the_front_page_asks_for_a_name(client: httpx.AsyncClient) -> None:
    page = await client.get("/", headers=HTML)
    assert page.status_code == 200
    assert 'name="q"' in page.text
    assert "À orienter" not in page.text


async def test_results_lead_to_the_establishment(client: httpx.AsyncClient) -> None:
    page = await client.get("/", params={"q": "glacier", "place": "13260"}, headers=HTML)
    assert f'href="/establishments/{siret(GLACIER)}"' in page.text
    assert "1 établissement trouvé" in page.text


@pytest.mark.parametrize("place", ["13001", "13", "Marseille", "marseile"])
async def test_a_place_is_a_code_a_department_or_a_town(
    client: httpx.AsyncClient, place: str
) -> None:
    page = await client.get("/", params={"q": "le bon pain", "place": place}, headers=HTML)
    assert siret(BAKERY, 0) in page.text


@pytest.mark.parametrize("q", ["05980665300017", "x" * 300])
async def test_a_fault_comes_back_with_what_was_typed(client: httpx.AsyncClient, q: str) -> None:
    page = await client.get("/", params={"q": q, "place": "Cassis"}, headers=HTML)
    assert page.status_code == 422
    assert q[:100] in page.text
    assert "Cassis" in page.text
    assert 'id="errors"' in page.text


async def test_what_is_typed_is_never_markup(client: httpx.AsyncClient) -> None:
    page = await client.get("/", params={"q": "<script>alert(1)</script>"}, headers=HTML)
    assert "<script>alert" not in page.text


async def test_an_establishment_has_its_page(client: httpx.AsyncClient) -> None:
    page = await client.get(f"/establishments/{siret(GLACIER)}", headers=HTML)
    assert "LE GLACIER" in page.text
    assert "4 QU DE LA MER, 13260 CASSIS" in page.text


@pytest.mark.parametrize("number", ["abc", "40293037400010"])
async def test_an_unknown_establishment_has_none(client: httpx.AsyncClient, number: str) -> None:
    page = await client.get(f"/establishments/{number}", headers=HTML)
    assert page.status_code == 404


async def test_a_discreet_person_is_masked(client: httpx.AsyncClient) -> None:
    page = await client.get(f"/establishments/{siret(HIDDEN)}", headers=HTML)
    assert "MIREILLE" not in page.text
    assert "non diffusés" in page.text


async def test_pages_speak_english(client: httpx.AsyncClient) -> None:
    page = await client.get("/", params={"q": "glacier", "lang": "en"}, headers=HTML)
    assert '<html lang="en">' in page.text
    assert "1 establishment found" in page.text
