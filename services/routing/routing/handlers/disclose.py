"""An establishment as it may leave routing: in events, in the public API, on pages."""

from common.contracts.report import Address, Recipient
from routing.domain.establishment import Establishment, as_disclosed


def disclose(establishment: Establishment) -> Recipient:
    """The contract’s picture of an establishment: what is not diffused stays here."""
    disclosed = as_disclosed(establishment)
    place = disclosed.location
    return Recipient(
        siret=disclosed.siret,
        siren=disclosed.siren,
        name=disclosed.name,
        trade_name=disclosed.trade_name,
        address=Address(
            lines=place.lines,
            postal_code=place.postal_code,
            commune=place.commune,
            commune_code=place.commune_code,
            department=place.department,
        ),
        activity_code=disclosed.activity_code,
        is_open=disclosed.is_open,
        is_head_office=disclosed.is_head_office,
        head_office_siret=disclosed.head_office_siret,
    )
