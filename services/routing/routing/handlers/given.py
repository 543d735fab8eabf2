"""The lead that an agent means, by a website’s address or by a phone number."""

from routing.domain.host import NotAHost, parse_host
from routing.domain.lead import Lead, LeadKind
from routing.domain.phone import NotAPhone, parse_phone


class NotALead(ValueError):
    """Neither the address of a website nor a phone number, or both."""


def lead_given(host: str | None, phone: str | None) -> Lead | None:
    """None when neither is given. Raises `NotALead`."""
    if host and phone:
        raise NotALead
    try:
        if host:
            return Lead(LeadKind.WEBSITE, parse_host(host))
        return Lead(LeadKind.PHONE, parse_phone(phone)) if phone else None
    except (NotAHost, NotAPhone) as error:
        raise NotALead from error
