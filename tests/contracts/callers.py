"""The five services with something in them, and the callers whom each knows."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import httpx
from joserfc.jwk import OKPKey

from agent_analytics.parts import AnalyticsParts
from common.contracts.company_portal import ActivationCodeIssued, ActivationLinkRequested
from common.messaging.delivery import Done
from common.testing.clock import FrozenClock
from common.testing.messaging import deliver
from company_portal.domain.rights import Access, Role
from company_portal.parts import PortalParts
from intake.consumers import subscriptions as of_intake
from intake.parts import IntakeParts
from notifications.parts import NotificationsParts
from routing.consumers import subscriptions as of_routing
from routing.handlers.simulate_rules import SimulateRules, simulate_rules
from routing.parts import RoutingParts
from tests.agent_analytics.people import PASSWORD as AGENTS_PASSWORD
from tests.agent_analytics.people import People
from tests.agent_analytics.telling import a_filed_report, tell
from tests.company_portal import builders as portal
from tests.contracts.asking import Caller
from tests.intake import events as told_to_intake
from tests.intake.world import (
    EMAIL,
    a_body,
    a_proof,
    a_submitted_report,
    a_target,
    last_code,
)
from tests.notifications import world as told_to_notifications
from tests.notifications.mailroom import hear_well, typeset_all
from tests.routing.agents import SUPERVISOR, bearer, publish_keys
from tests.routing.builders import REPORT as TRIAGED
from tests.routing.builders import about, submitted
from tests.routing.town import COMMERCE_1, settle, siret

A_SECOND = timedelta(seconds=1)
A_DAY = timedelta(days=1)
Callers = Callable[[Any, httpx.AsyncClient], Awaitable[list[Caller]]]


async def consumers(parts: IntakeParts, client: httpx.AsyncClient) -> list[Caller]:
    """One whose report is in doubt and who files another; one whose report has its answer; one
    who is asked a question.
    """
    clock = parts.ground.clock
    assert isinstance(clock, FrozenClock)
    answered = await a_submitted_report(parts)
    clock.advance(A_DAY)  # a second report of the day would be refused
    waiting = await a_submitted_report(parts)
    for event in told_to_intake.a_life(answered.id):
        assert isinstance(await deliver(of_intake(parts), parts, event), Done)
    doubt = told_to_intake.asked(waiting.id)
    assert isinstance(await deliver(of_intake(parts), parts, doubt), Done)
    clock.advance(A_SECOND)
    elsewhere = a_target("55208131766522")
    held = await a_submitted_report(parts, target=elsewhere)
    for step in (told_to_intake.opened, told_to_intake.read, told_to_intake.questioned):
        assert isinstance(await deliver(of_intake(parts), parts, step(held.id)), Done)
    png = {"filename": "photo.png", "content_type": "image/png", "size": 900}
    announced, taken = [await _uploaded(parts, client, png) for _ in range(2)]
    await client.post(f"/v1/attachments/{taken['id']}/complete")
    clock.advance(A_DAY)
    proof = await a_proof(parts)
    clock.advance(A_SECOND)  # the last code is the one with the latest time
    await client.post("/v1/email-proofs", json={"email": EMAIL})
    bodies = {
        "POST /v1/attachments": png,
        "POST /v1/email-proofs": {"email": "someone.else@example.org"},
        "POST /v1/email-proofs/confirm": {"email": EMAIL, "code": await last_code(parts)},
        "POST /v1/reports": a_body(proof),
        "POST /v1/texts/check": {"text": "Rappelez-moi au 06 12 34 56 78."},
        "POST /v1/tracking-links": {"email": EMAIL, "reference": waiting.reference},
        "POST /v1/tracking-sessions": {"secret": waiting.secret},
        "POST /v1/tracking/report/attachments": {"attachments": [taken["id"]]},
        "POST /v1/tracking/report/messages": {"text": "C’était un lundi."},
        "POST /v1/tracking/report/promise-review": {"outcome": "partly", "comment": "Presque."},
        "POST /v1/tracking/report/redirection": {"siret": told_to_intake.RECIPIENT.siret},
        "POST /v1/tracking/report/review": {"rating": "positive", "comment": "Merci."},
    }
    ends = ("POST /v1/tracking/report/withdrawal", "POST /v1/tracking/report/erasure")
    headers = [await _following(client, report.secret) for report in (waiting, answered, held)]
    known = {"attachment_id": announced["id"]}
    return [Caller(each, known=known, bodies=bodies, last=ends) for each in headers]


async def _uploaded(
    parts: IntakeParts, client: httpx.AsyncClient, png: Mapping[str, object]
) -> Any:
    """A file that was announced and is in quarantine, as `POST /v1/attachments` told it."""
    announced = (await client.post("/v1/attachments", json=png)).json()
    key = announced["upload"]["fields"]["key"]
    quarantine = parts.buckets.quarantine
    await parts.storage.put(quarantine, key, bytes(900), content_type="image/png")
    return announced


async def _following(client: httpx.AsyncClient, secret: str) -> Mapping[str, str]:
    opened = await client.post("/v1/tracking-sessions", json={"secret": secret})
    return {"authorization": f"Bearer {opened.json()['token']}"}


LEAD_PATHS = (
    "websites/{host}",
    "websites/{host}/sellers/{seller}",
    "phones/{number}",
    "accounts/{network}/{handle}",
    "products/{barcode}",
)


async def officers(parts: RoutingParts, client: httpx.AsyncClient) -> list[Caller]:
    """One of the département where a report waits for triage, and a supervisor of the rules."""
    del client
    with TemporaryDirectory() as folder:
        await settle(parts, Path(folder))
    key = OKPKey.generate_key("Ed25519", {"kid": "2026-05"})
    await publish_keys(parts, of_routing(parts), key)
    target = about("Bar du Commerce", postal_code="13260")
    await deliver(of_routing(parts), parts, submitted(target))
    chosen = siret(COMMERCE_1)
    note = {"note": "Pour l’essai."}
    async with parts.open_store() as store:
        await store.rules.add((), author="agent/test", note="A draft to put in force.")
    return [
        Caller(
            {**bearer(parts, key, SUPERVISOR), "idempotency-key": "written-by-a-supervisor"},
            known={"version": 2, "simulation_id": str(await _a_simulation(parts))},
            bodies={
                "POST /v1/triage/resolutions": {"phone": "0123456789", "siret": chosen},
                "POST /v1/triage/mergers": {"alias": "shop.fr", "into": "shop.com"},
                "POST /v1/rules/simulations": {
                    "version": 2,
                    "begins_on": "2026-05-01",
                    "ends_on": "2026-05-31",
                },
                "POST /v1/rules": {"rules": [{"name": "Jouets"}], **note},
                "POST /v1/rules/{version}/activation": {},
                "POST /v1/rules/{version}/restoration": note,
            },
            last=("POST /v1/rules/{version}/restoration", "POST /v1/rules/{version}/activation"),
        ),
        Caller(
            bearer(parts, key),
            known={
                "report_id": str(TRIAGED),
                "siret": chosen,
                "siren": chosen[:9],
                "host": "boutique.fr",
                "seller": "Le Glacier",
                "number": "+33123456789",
                "network": "tiktok",
                "handle": "boutique",
                "barcode": "3017620422003",
            },
            bodies={
                "POST /v1/triage/{report_id}/resolution": {"siret": chosen},
                **{f"POST /v1/{path}/association": {"siret": chosen} for path in LEAD_PATHS},
                "POST /v1/websites/{host}/legal-page": {"text": f"SIRET {chosen}"},
            },
            last=("POST /v1/triage/{report_id}/resolution",),
        ),
    ]


async def _a_simulation(parts: RoutingParts) -> UUID:
    a_day = date(2026, 5, 4)
    async with parts.open_store() as store:
        return (await simulate_rules(SimulateRules(2, a_day, a_day, SUPERVISOR), store)).id


async def professionals(parts: PortalParts, client: httpx.AsyncClient) -> list[Caller]:
    """The bakery's administrator, offered a report to answer; the garage's letter has arrived."""
    await portal.an_account(parts, access=Access(portal.BAKERY, Role.ADMIN))
    offer = portal.a_routing().model_copy(update={"is_offer": True})
    await portal.receive(parts, offer, portal.an_identity(), portal.an_attachment())
    await portal.receive(
        parts, portal.a_routing(UUID(int=2), siret=portal.GARAGE, reference="GARAGE")
    )
    (letter,) = await portal.announced(parts, ActivationCodeIssued)
    activation = {"siret": portal.GARAGE, "code": letter.code, "email": "garage@example.fr"}
    await client.post("/v1/activations", json=activation)
    (mail,) = await portal.announced(parts, ActivationLinkRequested)
    account = {
        "token": mail.activation_url.partition("token=")[2],
        "password": portal.PASSWORD,
        "first_name": "Dominique",
        "last_name": "Martin",
    }
    answer = {
        "kind": "promise",
        "reason": "refund_or_credit",
        "message_to_consumer": "Nous vous avons remboursé.",
    }
    return [
        Caller(
            await portal.sign_in(client),
            known={
                "report_id": str(portal.REPORT),
                "attachment_id": str(UUID(int=1)),
                "siret": portal.BAKERY,
            },
            bodies={
                "POST /v1/activations": activation,
                "POST /v1/accounts": account,
                "POST /v1/sessions": {"email": "gerant@example.fr", "password": portal.PASSWORD},
                "POST /v1/reports/{report_id}/answer": answer,
            },
            last=("POST /v1/reports/{report_id}/answer", "DELETE /v1/sessions/current"),
        )
    ]


async def key_holders(parts: NotificationsParts, client: httpx.AsyncClient) -> list[Caller]:
    """The operator and the printing centre; a batch is bound and one more letter is ready."""
    told = told_to_notifications
    await hear_well(parts, told.identified(), told.submitted(), told.code_issued())
    await typeset_all(parts)
    printer = {"authorization": f"Bearer {told.PRINTING_KEY}"}
    headers = {**printer, "idempotency-key": "first-batch-of-the-day"}
    batch = (await client.post("/v1/letters/batches", headers=headers)).json()
    await hear_well(parts, told.code_issued(activation_code_id=UUID(int=2), siret="1" * 14))
    await typeset_all(parts)
    known = {"batch_id": batch["id"]}
    operator = {"authorization": f"Bearer {told.OPERATOR_KEY}"}
    return [Caller(printer, known=known), Caller(operator, known=known)]


async def agents(parts: AnalyticsParts, client: httpx.AsyncClient) -> list[Caller]:
    """One who finds a report of Paris, with its file."""
    tale = await a_filed_report(parts, 1, department="75")
    await tell(parts, [tale.file_cleared(), tale.answered(), tale.authority_informed()])
    people = People(parts, client)
    headers = await people.sign_in()
    await people.join("second@dgccrf.test")
    credentials = {
        "email": "second@dgccrf.test",
        "password": AGENTS_PASSWORD,
        "totp": people.code("second@dgccrf.test"),
    }
    file = tale.file_cleared().attachment
    return [
        Caller(
            headers,
            known={"report_id": str(tale.report_id), "attachment_id": str(file.attachment_id)},
            bodies={"POST /v1/sessions": credentials, "POST /v1/tokens": {"audience": "routing"}},
            last=("DELETE /v1/sessions/current",),
        )
    ]


CALLERS: Mapping[str, Callers] = {
    "intake": consumers,
    "routing": officers,
    "company-portal": professionals,
    "notifications": key_holders,
    "agent-analytics": agents,
}
