"""Choose the company behind a website, a seller, a phone number, an account or a product."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from common.values import Siret
from routing.domain.account import networks
from routing.domain.choice import Choice
from routing.domain.establishment import Establishment
from routing.domain.host import Host, silhouette, similar
from routing.domain.inquiry import Area, inquiry
from routing.domain.lead import KnownLead, LeadKind, LeadState, first_told
from routing.domain.mode import Mode
from routing.domain.target import ByLead
from routing.handlers.choose_established import choose_established
from routing.handlers.find_establishments import find_establishments
from routing.ports import SearchIndex
from routing.store import Store

SELLERS_SHOWN = 5
_FOUND: Mapping[LeadKind, Mode] = {
    LeadKind.WEBSITE: Mode.KNOWN_WEBSITE,
    LeadKind.SELLER: Mode.MARKETPLACE_SELLER,
    LeadKind.PHONE: Mode.KNOWN_PHONE,
    LeadKind.ACCOUNT: Mode.KNOWN_ACCOUNT,
    LeadKind.PRODUCT: Mode.MANUFACTURER,
}
_NOBODY: Mapping[LeadKind, Mode] = {
    LeadKind.WEBSITE: Mode.WEBSITE,
    LeadKind.SELLER: Mode.WEBSITE,
    LeadKind.PHONE: Mode.PHONE,
    LeadKind.ACCOUNT: Mode.SOCIAL,
    LeadKind.PRODUCT: Mode.PRODUCT,
}


async def choose_by_lead(
    way: ByLead, store: Store, *, search: SearchIndex, excluded: Collection[Siret]
) -> tuple[Choice, dict[str, Any]]:
    """The company known to be behind the nearest lead, or triage with what might help.

    Raises `SearchUnavailable` when sellers must be looked for and no index is in use.
    """
    nearest = way.nearest
    evidence: dict[str, Any] = {"lead": nearest.kind.value, "key": nearest.key}
    told = first_told(way.leads, await store.leads.many(way.leads)) or _of_network(way)
    if told is None:
        return await _nobody(way, store, evidence)
    evidence |= _told(told)
    if told.state is LeadState.FOREIGN:
        return Choice(Mode.FOREIGN_COMPANY), evidence
    if told.is_marketplace and way.seller is not None:
        asked = inquiry(way.seller, Area(), only_open=True, limit=SELLERS_SHOWN)
        found = await find_establishments(asked, store, search=search)
        able = tuple(one for one in found if one.siret not in excluded)
        return Choice(Mode.SELLER_UNKNOWN, candidates=able), evidence
    return await _at(told, store, excluded), evidence


async def _at(told: KnownLead, store: Store, excluded: Collection[Siret]) -> Choice:
    found = await establishment_of(told, store)
    if found is None:
        return Choice(_NOBODY[told.lead.kind])
    choice = await choose_established(found, store, excluded=excluded)
    if choice.mode is not Mode.SIRET:
        return choice
    of_network = told.lead.kind is LeadKind.ACCOUNT and told.lead.key.endswith("/*")
    mode = Mode.NETWORK_COMPANY if of_network else _FOUND[told.lead.kind]
    return replace(choice, mode=mode)


async def establishment_of(known: KnownLead, store: Store) -> Establishment | None:
    """The establishment associated, or the head office of the company associated."""
    if known.siret is not None:
        return await store.establishments.get(known.siret)
    if known.siren is not None:
        return await store.establishments.head_office_of(known.siren)
    return None


async def _nobody(
    way: ByLead, store: Store, evidence: dict[str, Any]
) -> tuple[Choice, dict[str, Any]]:
    """Nothing is known; a website that might pass for a known one is told to the agent."""
    website = next((one for one in way.leads if one.kind is LeadKind.WEBSITE), None)
    if website is None:
        return Choice(_NOBODY[way.nearest.kind]), evidence
    alike = await similar_websites(Host(website.key), store)
    if not alike:
        return Choice(Mode.WEBSITE), evidence
    return Choice(Mode.SIMILAR_WEBSITE), evidence | {"similar": list(alike)}


async def similar_websites(host: Host, store: Store) -> list[Host]:
    """The known websites that one might take this one for."""
    return list(similar(host, await store.leads.looking_like(silhouette(host))))


def _of_network(way: ByLead) -> KnownLead | None:
    """The company of the network, from the table that comes with this service."""
    farthest = way.leads[-1]
    if farthest.kind is not LeadKind.ACCOUNT:
        return None
    network = networks().get(farthest.key.partition("/")[0])
    if network is None or network.siren is None:
        return None
    return KnownLead(
        farthest, LeadState.IDENTIFIED, siren=network.siren, source=f"networks.json: {network.name}"
    )


def _told(known: KnownLead) -> dict[str, str]:
    """What was used of the association, for those who ask why."""
    told = {
        "known_lead": f"{known.lead.kind.value}:{known.lead.key}",
        "known_state": known.state.value,
        "known_source": known.source,
    }
    return {name: value for name, value in told.items() if value}
