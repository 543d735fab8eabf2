"""The picker leads back to intake's form with a choice that nobody else could make."""

import json
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from common.secrets import Signer
from common.testing.clock import FrozenClock
from tests.routing.conftest import PICKER_KEY
from tests.routing.town import CLOSED, GLACIER, siret

pytestmark = pytest.mark.usefixtures("town")
HTML = {"accept": "text/html"}
BACK = "http://intake.test/report/who?draft=42"


@pytest.fixture
def signer(clock: FrozenClock) -> Signer:
    """Intake's: the key is shared."""
    return Signer(PICKER_KEY, clock=clock)


def choices(page: str) -> list[str]:
    links = (part.split('"', 1)[0] for part in page.split('href="')[1:])
    return [unescape(link) for link in links if "choice=" in link]


async def test_each_result_leads_back_with_a_signed_choice(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    asked = {"return": signer.sign(BACK), "q": "le glacier", "place": "Cassis"}
    page = await client.get("/picker", params=asked, headers=HTML)
    (link,) = choices(page.text)
    assert link.startswith(BACK)
    (choice,) = parse_qs(urlsplit(link).query)["choice"]
    assert json.loads(signer.unsign(choice, timedelta(minutes=1))) == {
        "siret": siret(GLACIER),
        "name": "LE GLACIER",
        "address": "4 QU DE LA MER, 13260 CASSIS",
    }


async def test_the_first_visit_asks_what_to_look_for(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    page = await client.get("/picker", params={"return": signer.sign(BACK)}, headers=HTML)
    assert page.status_code == 200
    assert f'href="{BACK}"' in page.text


async def test_a_closed_place_cannot_be_chosen(client: httpx.AsyncClient, signer: Signer) -> None:
    asked = {"return": signer.sign(BACK), "q": siret(CLOSED)}
    page = await client.get("/picker", params=asked, headers=HTML)
    assert choices(page.text) == []


@pytest.mark.parametrize("back", ["javascript:alert(1)", "data:text/html,x"])
async def test_only_web_addresses_are_gone_back_to(
    client: httpx.AsyncClient, signer: Signer, back: str
) -> None:
    page = await client.get("/picker", params={"return": signer.sign(back)}, headers=HTML)
    assert page.status_code == 400


@pytest.mark.parametrize("signed", ["", "x", "a.b.c", "https://evil.test"])
async def test_an_address_that_intake_did_not_sign_is_refused(
    client: httpx.AsyncClient, signed: str
) -> None:
    page = await client.get("/picker", params={"return": signed}, headers=HTML)
    assert page.status_code == 400
    assert 'href="https://evil.test' not in page.text


async def test_an_old_link_is_refused(
    client: httpx.AsyncClient, signer: Signer, clock: FrozenClock
) -> None:
    signed = signer.sign(BACK)
    clock.advance(timedelta(days=2))
    page = await client.get("/picker", params={"return": signed}, headers=HTML)
    assert page.status_code == 400
