"""What anyone may know of a website or a phone number before they report."""

from dataclasses import dataclass

from routing.domain.establishment import Establishment
from routing.domain.host import Host, line_of
from routing.domain.lead import KnownLead, Lead, LeadKind, first_told
from routing.domain.phone import Phone
from routing.handlers.choose_by_lead import establishment_of, similar_websites
from routing.store import Store


@dataclass(frozen=True, slots=True)
class ReadLead:
    """`known` may be of a host above the one asked; `similar` are hosts it may be taken for."""

    known: KnownLead
    establishment: Establishment | None
    similar: tuple[tuple[Host, Establishment | None], ...] = ()


async def read_website(host: Host, store: Store) -> ReadLead:
    leads = [Lead(LeadKind.WEBSITE, one) for one in line_of(host)]
    heard = await store.leads.many(leads)
    known = first_told(leads, heard) or next(iter(heard), None) or KnownLead(leads[0])
    establishment = await establishment_of(known, store)
    if known.state.is_told:
        return ReadLead(known, establishment)
    alike = await similar_websites(host, store)
    of_alike = await store.leads.many([Lead(LeadKind.WEBSITE, one) for one in alike])
    shown = [(Host(one.lead.key), await establishment_of(one, store)) for one in of_alike]
    return ReadLead(known, None, tuple(sorted(shown, key=lambda one: alike.index(one[0]))))


async def read_phone(phone: Phone, store: Store) -> ReadLead:
    lead = Lead(LeadKind.PHONE, phone)
    known = await store.leads.get(lead) or KnownLead(lead)
    return ReadLead(known, await establishment_of(known, store))
