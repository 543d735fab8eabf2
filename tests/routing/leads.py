"""Leads as the tests name them, and what an agent says of them."""

from common.values import Siret
from routing.domain.lead import Lead, LeadKind, LeadState
from routing.handlers.associate_lead import AssociateLead, associate_lead
from routing.handlers.reroute_waiting import reroute_waiting
from routing.parts import RoutingParts
from tests.routing.agents import MARSEILLE

SHOP = Lead(LeadKind.WEBSITE, "boutique.fr")
MARKET = Lead(LeadKind.WEBSITE, "grandmarche.fr")
SELLER = Lead(LeadKind.SELLER, "grandmarche.fr/le glacier")
PHONE = Lead(LeadKind.PHONE, "+33123456789")
ACCOUNT = Lead(LeadKind.ACCOUNT, "tiktok/boutique")
PRODUCT = Lead(LeadKind.PRODUCT, "03017620422003")


async def identify(
    parts: RoutingParts, lead: Lead, number: str, *, is_marketplace: bool = False
) -> None:
    """An agent says which establishment is behind the lead."""
    command = AssociateLead(
        lead,
        LeadState.IDENTIFIED,
        MARSEILLE,
        siret=Siret(number),
        is_marketplace=is_marketplace,
    )
    async with parts.open_store() as store:
        await associate_lead(command, store)


async def mark(
    parts: RoutingParts, lead: Lead, state: LeadState, *, country: str | None = None
) -> None:
    async with parts.open_store() as store:
        await associate_lead(AssociateLead(lead, state, MARSEILLE, country=country), store)


async def reroute(parts: RoutingParts) -> int:
    """What the worker does until nothing is left; returns how many reports it looked at."""
    looked_at = 0
    while True:
        async with parts.open_store() as store:
            done = await reroute_waiting(store, search=parts.search)
        if done == 0:
            return looked_at
        looked_at += done
