"""An establishment as the registry knows it, and what of it may leave this service."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from common.values import Siren, Siret
from routing.domain.resemblance import NameKind, Portrait, name_of
from routing.domain.words import split


class Diffusion(StrEnum):
    """INSEE's `statutDiffusion`: open, or partial (P, and N as it was once written)."""

    OPEN = "O"
    PARTIAL = "P"
    NONE = "N"


@dataclass(frozen=True, slots=True)
class Location:
    """The parts of an address; None where the registry says nothing."""

    complement: str | None = None
    street: str | None = None
    special_distribution: str | None = None
    postal_code: str | None = None
    commune: str | None = None
    commune_code: str | None = None
    department: str | None = None
    cedex_code: str | None = None
    cedex: str | None = None
    country: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """Ready for an envelope, the name apart; the postal line comes last."""
        postal = " ".join(
            filter(None, (self.cedex_code or self.postal_code, self.cedex or self.commune))
        )
        parts = (self.complement, self.street, self.special_distribution, postal, self.country)
        return tuple(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Establishment:
    """A place of business. `name` is the legal unit's; `trade_name` is what people read outside."""

    siret: Siret
    siren: Siren
    name: str
    location: Location
    diffusion: Diffusion
    is_open: bool
    is_head_office: bool
    sign: str | None = None
    usual_name: str | None = None
    acronym: str | None = None
    activity_code: str | None = None
    legal_category: str | None = None
    head_office_siret: Siret | None = None
    state_since: date | None = None

    @property
    def trade_name(self) -> str | None:
        return self.sign or self.usual_name

    @property
    def is_public_body(self) -> bool:
        """Legal category 4 (public bodies in trade) or 7 (administrations)."""
        return (self.legal_category or "").startswith(("4", "7"))


def as_disclosed(establishment: Establishment) -> Establishment:
    """What may leave routing: a person in partial diffusion keeps number, département and state.

    Their name and address never do (commercial code, article R. 123-320; INSEE `statutDiffusion`).
    """
    if establishment.diffusion is Diffusion.OPEN:
        return establishment
    return replace(
        establishment,
        name=f"SIREN {establishment.siren}",
        sign=None,
        usual_name=None,
        acronym=None,
        location=Location(department=establishment.location.department),
    )


def names_of(establishment: Establishment) -> dict[NameKind, list[str]]:
    """The words of each of its names, in their one form."""
    known = (
        (NameKind.SIGN, establishment.sign),
        (NameKind.TRADE_NAME, establishment.usual_name),
        (NameKind.ACRONYM, establishment.acronym),
        (NameKind.LEGAL_NAME, establishment.name),
    )
    return {kind: words for kind, text in known if text and (words := split(text))}


def portrait(establishment: Establishment) -> Portrait:
    """The words to compare with what people type."""
    names = (name_of(kind, words) for kind, words in names_of(establishment).items())
    place = establishment.location
    town = split(f"{place.commune or ''} {place.cedex or ''}")
    street = split(f"{place.street or ''} {place.complement or ''}")
    codes = [code.lower() for code in (place.postal_code, place.department) if code]
    return Portrait(tuple(names), frozenset((*town, *codes)), frozenset(street))
