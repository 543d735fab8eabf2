"""What a consumer said of the recipient, as far as routing decides by it."""

from dataclasses import dataclass

from common.values import NotASiret, Siret, parse_siret
from routing.domain.account import account_in, account_key
from routing.domain.host import NotAHost, domain_of, line_of, parse_host, seller_key
from routing.domain.inquiry import Area
from routing.domain.lead import Lead, LeadKind
from routing.domain.local import Point
from routing.domain.mode import Mode
from routing.domain.phone import NotAPhone, parse_phone
from routing.domain.product import NotABarcode, parse_gtin


@dataclass(frozen=True, slots=True)
class ByNumber:
    """A SIRET; None when the text given is none."""

    siret: Siret | None


@dataclass(frozen=True, slots=True)
class ByName:
    name: str
    area: Area


@dataclass(frozen=True, slots=True)
class ByLead:
    """Something that leads to a company: `leads` from the nearest to the farthest.

    `seller` is the name of who sold on the website, when the consumer gave one.
    """

    leads: tuple[Lead, ...]
    seller: str | None = None

    @property
    def nearest(self) -> Lead:
        return self.leads[0]


@dataclass(frozen=True, slots=True)
class ByPlace:
    """A commune, a point, or a postal code; `otherwise` is what it is when no rule answers."""

    otherwise: Mode
    commune: str | None = None
    point: Point | None = None
    postal_code: str | None = None


@dataclass(frozen=True, slots=True)
class ByAgent:
    """Nothing that this service can decide by: an agent must; `mode` says what was given."""

    mode: Mode


Way = ByNumber | ByName | ByLead | ByPlace | ByAgent


def by_number(text: str) -> ByNumber:
    try:
        return ByNumber(parse_siret(text))
    except NotASiret:
        return ByNumber(None)


def by_website(url: str, seller: str | None) -> ByLead | ByAgent:
    """The host and those above it; the seller named there comes first of all.

    An address of a social network that leads to an account means who holds the account.
    """
    try:
        host = parse_host(url)
    except NotAHost:
        return ByAgent(Mode.WEBSITE)
    account = account_in(url, host)
    if account is not None:
        return _by_account(account)
    hosts = tuple(Lead(LeadKind.WEBSITE, one) for one in line_of(host))
    if not seller:
        return ByLead(hosts)
    sold_by = Lead(LeadKind.SELLER, seller_key(domain_of(host), seller))
    return ByLead((sold_by, *hosts), seller)


def by_phone(number: str) -> ByLead | ByAgent:
    try:
        return ByLead((Lead(LeadKind.PHONE, parse_phone(number)),))
    except NotAPhone:
        return ByAgent(Mode.PHONE)


def by_barcode(barcode: str) -> ByLead | ByAgent:
    try:
        return ByLead((Lead(LeadKind.PRODUCT, parse_gtin(barcode)),))
    except NotABarcode:
        return ByAgent(Mode.PRODUCT)


def by_account(network: str, handle: str) -> ByLead:
    return _by_account(account_key(network, handle))


def _by_account(key: str) -> ByLead:
    """The account itself, then its network, which answers for the accounts nobody knows."""
    network = key.partition("/")[0]
    account = Lead(LeadKind.ACCOUNT, key)
    return ByLead((account, Lead(LeadKind.ACCOUNT, f"{network}/*")))


def by_place(commune: str | None, latitude: float | None, longitude: float | None) -> ByPlace:
    point = Point(latitude, longitude) if latitude is not None and longitude is not None else None
    return ByPlace(Mode.PLACE, commune, None if commune else point)
