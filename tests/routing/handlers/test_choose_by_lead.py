"""The company behind a website, a seller, a number, an account or a product gets the report."""

from collections.abc import Sequence
from typing import Any

import pytest

from common.contracts.report import (
    PhoneTarget,
    ProductTarget,
    SocialTarget,
    Target,
    WebsiteTarget,
)
from common.contracts.routing import ReportNotTransmitted, ReportRouted, ReportTriaged
from common.messaging.subscription import Subscription
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from common.values import Siren
from routing.domain.lead import KnownLead, Lead, LeadKind, LeadState
from routing.parts import RoutingParts
from routing.store import Store
from tests.routing.builders import REPORT, submitted
from tests.routing.leads import ACCOUNT, MARKET, PHONE, PRODUCT, SELLER, SHOP, identify, mark
from tests.routing.town import BAKERY, GLACIER, MAIRIE, siret

Listening = Sequence[Subscription[Store]]


async def told(parts: RoutingParts, listening: Listening, target: Target) -> Any:
    await deliver(listening, parts, submitted(target))
    (envelope,) = await outbox(parts.ground)
    return envelope.event


@pytest.mark.parametrize(
    ("lead", "target", "mode"),
    [
        (SHOP, WebsiteTarget(url="https://www.boutique.fr/panier"), "known_website"),
        (SHOP, WebsiteTarget(url="pro.boutique.fr"), "known_website"),
        (SHOP, WebsiteTarget(url="boutique.fr", seller="Quelqu’un"), "known_website"),
        (PHONE, PhoneTarget(number="+33123456789"), "known_phone"),
        (ACCOUNT, SocialTarget(network="tiktok", handle="Boutique"), "known_account"),
        (ACCOUNT, WebsiteTarget(url="https://www.tiktok.com/@boutique"), "known_account"),
        (PRODUCT, ProductTarget(barcode="3017620422003"), "manufacturer"),
    ],
)
async def test_the_company_behind_a_known_lead_gets_the_report(
    town: RoutingParts, listening: Listening, lead: Lead, target: Target, mode: str
) -> None:
    await identify(town, lead, siret(GLACIER))
    event = await told(town, listening, target)
    assert isinstance(event, ReportRouted)
    assert (event.decision.mode, event.recipient.siret) == (mode, siret(GLACIER))
    assert siret(GLACIER) in event.decision.explanation_fr
    assert siret(GLACIER) in event.decision.explanation_en
    async with town.open_store() as store:
        (decision,) = await store.decisions.of(REPORT)
    assert decision.evidence["known_lead"] == f"{lead.kind.value}:{lead.key}"
    assert decision.evidence["known_source"].startswith("agent/")


async def test_what_is_said_of_a_subdomain_comes_before_its_domain(
    town: RoutingParts, listening: Listening
) -> None:
    await identify(town, SHOP, siret(GLACIER))
    await identify(town, Lead(LeadKind.WEBSITE, "pro.boutique.fr"), siret(MAIRIE))
    event = await told(town, listening, WebsiteTarget(url="https://pro.boutique.fr/"))
    assert event.recipient.siret == siret(MAIRIE)


async def test_a_marketplace_answers_for_itself_and_its_known_sellers_for_themselves(
    town: RoutingParts, listening: Listening
) -> None:
    await identify(town, MARKET, siret(MAIRIE), is_marketplace=True)
    await identify(town, SELLER, siret(GLACIER))
    url = "https://grandmarche.fr/article/1"
    await deliver(listening, town, submitted(WebsiteTarget(url=url, seller="LE GLACIER")))
    other = submitted(WebsiteTarget(url=url), report_id=SHOP_REPORT)
    await deliver(listening, town, other)
    events = [envelope.event for envelope in await outbox(town.ground)]
    modes = {event.decision.mode: event.recipient.siret for event in events}  # type: ignore[attr-defined] # both are ReportRouted
    assert modes == {"marketplace_seller": siret(GLACIER), "known_website": siret(MAIRIE)}


SHOP_REPORT = REPORT.__class__(int=77)


async def test_an_unknown_seller_never_goes_to_the_marketplace_but_may_be_suggested(
    town: RoutingParts, listening: Listening
) -> None:
    await identify(town, MARKET, siret(MAIRIE), is_marketplace=True)
    target = WebsiteTarget(url="https://grandmarche.fr", seller="Le Glacier")
    event = await told(town, listening, target)
    assert isinstance(event, ReportTriaged)
    assert event.decision.mode == "seller_unknown"
    assert "grandmarche.fr" in event.decision.explanation_fr
    async with town.open_store() as store:
        (decision,) = await store.decisions.of(REPORT)
    assert [one.siret for one in decision.candidates] == [siret(GLACIER)]


async def test_a_website_that_looks_like_a_known_one_is_told_and_goes_to_nobody(
    town: RoutingParts, listening: Listening
) -> None:
    await identify(town, MARKET, siret(MAIRIE))
    event = await told(town, listening, WebsiteTarget(url="https://grandrnarche.com"))
    assert isinstance(event, ReportTriaged)
    assert event.decision.mode == "similar_website"
    assert "grandmarche.fr" in event.decision.explanation_en


async def test_a_website_abroad_is_not_transmitted(
    town: RoutingParts, listening: Listening
) -> None:
    await mark(town, SHOP, LeadState.FOREIGN, country="DE")
    event = await told(town, listening, WebsiteTarget(url="https://boutique.fr"))
    assert isinstance(event, ReportNotTransmitted)


@pytest.mark.parametrize("state", [LeadState.INVESTIGATION, LeadState.UNTRACEABLE])
async def test_while_nobody_is_identified_an_agent_decides(
    town: RoutingParts, listening: Listening, state: LeadState
) -> None:
    await mark(town, SHOP, state)
    event = await told(town, listening, WebsiteTarget(url="https://boutique.fr"))
    assert event.decision.mode == "website"


async def test_an_unknown_account_goes_to_the_company_of_its_network(
    town: RoutingParts, listening: Listening
) -> None:
    network = Lead(LeadKind.ACCOUNT, "tiktok/*")
    async with town.open_store() as store:
        siren = Siren(BAKERY.siren)
        await store.leads.keep(KnownLead(network, LeadState.IDENTIFIED, siren=siren, source="file"))
    event = await told(town, listening, SocialTarget(network="tiktok", handle="personne"))
    assert event.decision.mode == "network_company"
    assert event.recipient.siret == siret(BAKERY, 0)


async def test_a_company_that_closed_since_is_replaced_by_its_head_office(
    town: RoutingParts, listening: Listening
) -> None:
    async with town.open_store() as store:
        number = siret(BAKERY, 2)
        await store.leads.keep(KnownLead(SHOP, LeadState.IDENTIFIED, siret=number))  # type: ignore[arg-type] # a valid number
    event = await told(town, listening, WebsiteTarget(url="https://boutique.fr"))
    assert (event.decision.mode, event.recipient.siret) == ("head_office", siret(BAKERY, 0))


@pytest.mark.parametrize(
    ("target", "mode"),
    [
        (WebsiteTarget(url="https://127.0.0.1/"), "website"),
        (PhoneTarget(number="aucun"), "phone"),
        (ProductTarget(barcode="1"), "product"),
        (SocialTarget(network="other", handle="x"), "social"),
    ],
)
async def test_what_cannot_be_read_is_an_agent_s(
    town: RoutingParts, listening: Listening, target: Target, mode: str
) -> None:
    event = await told(town, listening, target)
    assert (type(event), event.decision.mode) == (ReportTriaged, mode)
