"""A report that is offered: accepted, refused, or left until its last day."""

from datetime import date, timedelta

import httpx
import pytest

from common.contracts.company_portal import CaseClosed, CaseOpened, OfferAccepted, ReportDeclined
from common.contracts.report import ReportStatus
from common.testing.clock import FrozenClock
from company_portal.domain.rights import Access, Role
from company_portal.parts import PortalParts
from tests.company_portal.builders import (
    BAKERY,
    GARAGE,
    REPORT,
    a_routing,
    an_account,
    announced,
    receive,
    run_due_tasks,
    sign_in,
)
from tests.company_portal.pages.browsing import log_in, submit

PATH = f"/v1/reports/{REPORT}"
GARAGE_MAIL = "garage@example.fr"
REFUSAL = {
    "kind": "not_concerned",
    "reason": "business_partner",
    "message_to_consumer": "Ce n’est pas nous.",
}


@pytest.fixture
async def offered(client: httpx.AsyncClient, parts: PortalParts) -> dict[str, str]:
    """The garage is offered what the bakery declined."""
    await an_account(parts)
    await an_account(parts, GARAGE_MAIL, Access(GARAGE, Role.ADMIN))
    await receive(parts, a_routing())
    bakery = await sign_in(client)
    headers = {**bakery, "idempotency-key": "answer-key-00000001"}
    body = REFUSAL | {"proposed_siret": GARAGE}
    assert (await client.post(f"{PATH}/answer", json=body, headers=headers)).status_code == 201
    offer = a_routing(version=2, siret=GARAGE).model_copy(update={"is_offer": True})
    await receive(parts, offer)
    return await sign_in(client, GARAGE_MAIL)


async def test_who_is_proposed_is_told_to_routing(
    parts: PortalParts, offered: dict[str, str]
) -> None:
    del offered
    (refusal,) = await announced(parts, ReportDeclined)
    assert refusal.proposed_siret == GARAGE
    opened = (await announced(parts, CaseOpened))[-1]
    assert opened.state.deadline_on == date(2026, 5, 19)
    assert "15 jours" in (opened.state.deadline_reason_fr or "")


async def test_an_acceptance_starts_the_time_to_answer(
    client: httpx.AsyncClient, parts: PortalParts, offered: dict[str, str], clock: FrozenClock
) -> None:
    before = (await client.get(PATH, headers=offered)).json()
    assert before["is_offered"]
    assert "accept" in before["allowed"]
    clock.advance(timedelta(days=2))
    offered = await sign_in(client, GARAGE_MAIL)
    accepted = await client.post(f"{PATH}/acceptance", headers=offered)
    assert accepted.status_code == 200
    after = (await client.get(PATH, headers=offered)).json()
    assert not after["is_offered"]
    assert after["deadline_on"] == "2026-06-01"
    (event,) = await announced(parts, OfferAccepted)
    assert (event.siret, event.state.deadline_on) == (GARAGE, date(2026, 6, 1))
    again = await client.post(f"{PATH}/acceptance", headers=offered)
    assert again.status_code == 409
    clock.advance(timedelta(days=20))
    await run_due_tasks(parts)
    assert await announced(parts, CaseClosed) == []


async def test_an_offer_nobody_accepts_closes_as_not_concerned(
    parts: PortalParts, offered: dict[str, str], clock: FrozenClock
) -> None:
    del offered
    clock.advance(timedelta(days=17))
    await run_due_tasks(parts)
    (closed,) = await announced(parts, CaseClosed)
    assert closed.state.status is ReportStatus.NOT_CONCERNED


async def test_a_former_holder_accepts_nothing(
    client: httpx.AsyncClient, offered: dict[str, str]
) -> None:
    del offered
    bakery = await sign_in(client)
    assert (await client.post(f"{PATH}/acceptance", headers=bakery)).status_code == 409
    assert (await client.post(f"{PATH}/acceptance")).status_code == 401


async def test_only_who_is_not_concerned_names_another(
    client: httpx.AsyncClient, parts: PortalParts
) -> None:
    await an_account(parts)
    await receive(parts, a_routing())
    headers = {**await sign_in(client), "idempotency-key": "answer-key-00000002"}
    promise = {"kind": "promise", "reason": "refund_or_credit", "message_to_consumer": "Oui."}
    body = promise | {"proposed_siret": GARAGE}
    refused = await client.post(f"{PATH}/answer", json=body, headers=headers)
    assert refused.status_code == 422
    assert await announced(parts, ReportDeclined) == []


async def test_the_page_asks_accepts_and_shows_who_is_proposed(
    client: httpx.AsyncClient, parts: PortalParts, offered: dict[str, str]
) -> None:
    del offered
    await log_in(client, GARAGE_MAIL)
    path = f"/reports/{REPORT}"
    page = (await client.get(path)).text
    assert "Accepter ce signalement" in page
    form = (await client.get(f"{path}/answer")).text
    fields = {"proposed_siret": BAKERY, "step": "preview"}
    refusal = {"reason": "same_group", "message_to_consumer": "Voyez notre siège."}
    preview = await submit(client, form, f"{path}/answer", **fields, **refusal)
    assert "Destinataire proposé" in preview.text
    promise = {"reason": "refund_or_credit", "message_to_consumer": "Oui."}
    wrong = await submit(client, form, f"{path}/answer", **fields, **promise)
    assert wrong.status_code == 422
    done = await submit(client, page, f"{path}/acceptance")
    assert done.headers["location"] == f"{path}?done=accepted"
    assert "Vous avez accepté ce signalement" in (await client.get(f"{path}?done=accepted")).text
    late = await submit(client, page, f"{path}/acceptance")
    assert late.headers["location"] == f"{path}?done=too-late"
