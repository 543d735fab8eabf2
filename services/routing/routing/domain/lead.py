"""A lead: what a consumer knows of a company in place of its number, and what is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from common.values import Siren, Siret


class LeadKind(StrEnum):
    """A host, a host and a seller on it, an E.164 number, an account of a network, a GTIN."""

    WEBSITE = "website"
    SELLER = "seller"
    PHONE = "phone"
    ACCOUNT = "account"
    PRODUCT = "product"


class LeadState(StrEnum):
    """What is known of the company behind a lead; the first is how every lead begins."""

    UNKNOWN = "unknown"
    INVESTIGATION = "investigation"
    IDENTIFIED = "identified"
    FOREIGN = "foreign"
    UNTRACEABLE = "untraceable"

    @property
    def is_told(self) -> bool:
        """Whether the state decides where a report goes."""
        return self in {LeadState.IDENTIFIED, LeadState.FOREIGN}


@dataclass(frozen=True, slots=True)
class Lead:
    """`key` is written in one way: two consumers who mean the same write the same key."""

    kind: LeadKind
    key: str


@dataclass(frozen=True, slots=True)
class KnownLead:
    """A lead with what is known of it.

    `siren` names a company of which no establishment was chosen: its head office then gets the
    report. `is_marketplace`: others sell there too. `source` tells where the association comes
    from: a file, an agent.
    """

    lead: Lead
    state: LeadState = LeadState.UNKNOWN
    siret: Siret | None = None
    siren: Siren | None = None
    country: str | None = None
    is_marketplace: bool = False
    label: str | None = None
    source: str | None = None

    @property
    def is_identified(self) -> bool:
        return self.state is LeadState.IDENTIFIED


class IncompleteLead(ValueError):
    """The state asks for a company or a country, or excludes the one given."""


def checked(known: KnownLead) -> KnownLead:
    """What somebody says of a lead, if it holds together. Raises `IncompleteLead`."""
    names_company = known.siret is not None or known.siren is not None
    if names_company != known.is_identified:
        raise IncompleteLead(known.state.value)
    if (known.country is not None) != (known.state is LeadState.FOREIGN):
        raise IncompleteLead(known.state.value)
    if known.is_marketplace and known.lead.kind is not LeadKind.WEBSITE:
        raise IncompleteLead(known.lead.kind.value)
    return known


def first_told(leads: Sequence[Lead], known: Sequence[KnownLead]) -> KnownLead | None:
    """The first lead of which something certain is known: a subdomain before its domain."""
    told = {one.lead: one for one in known if one.state.is_told}
    return next((told[lead] for lead in leads if lead in told), None)
