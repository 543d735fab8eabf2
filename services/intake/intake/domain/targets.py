"""Whom a report is about: nine shapes, each checked and written in one way."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

import phonenumbers
from stdnum import ean

from common.values import NotASiret, department_of, parse_siret
from intake.domain.countries import COUNTRIES

LONGEST_NAME = 200
LONGEST_URL = 2000
NETWORKS = (
    "facebook",
    "instagram",
    "linkedin",
    "pinterest",
    "snapchat",
    "tiktok",
    "twitch",
    "x",
    "youtube",
    "other",
)
_HOST_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_HANDLE = re.compile(r"@?[\w.\-]{1,80}")
_DEPARTMENT = re.compile(r"0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|97[1-8]|98[4678]")
_COMMUNE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")


class TargetKind(StrEnum):
    SIRET = "siret"
    COMPANY = "company"
    WEBSITE = "website"
    PHONE = "phone"
    PRODUCT = "product"
    SOCIAL = "social"
    PLACE = "place"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


class TargetFault(StrEnum):
    MISSING = "missing"
    TOO_LONG = "too_long"
    NOT_A_SIRET = "not_a_siret"
    NOT_A_POSTAL_CODE = "not_a_postal_code"
    NOT_A_DEPARTMENT = "not_a_department"
    NOT_A_COMMUNE = "not_a_commune"
    NOT_A_WEBSITE = "not_a_website"
    NOT_A_PHONE = "not_a_phone"
    NOT_A_BARCODE = "not_a_barcode"
    NOT_A_NETWORK = "not_a_network"
    NOT_A_HANDLE = "not_a_handle"
    NOT_A_COUNTRY = "not_a_country"
    NOT_A_POSITION = "not_a_position"
    KIND_NOT_ALLOWED = "kind_not_allowed"


class TargetRefused(Exception):
    """One field of the target is wrong; `field` is its name in the public contract."""

    def __init__(self, field: str, fault: TargetFault) -> None:
        super().__init__(f"{field}: {fault}")
        self.field = field
        self.fault = fault


Details = Mapping[str, str | float | None]


@dataclass(frozen=True, slots=True)
class Target:
    """A checked target. `details` holds only the fields that are there, in canonical form."""

    kind: TargetKind
    details: dict[str, str | float]

    @property
    def identity(self) -> str | None:
        """What makes two targets the same company; None when nobody can tell."""
        key = _IDENTITY[self.kind]
        if key is None:
            return None
        parts = (str(self.details.get(name, "")) for name in key)
        return ":".join((self.kind.value, *(_plain(part) for part in parts)))


_IDENTITY: dict[TargetKind, tuple[str, ...] | None] = {
    TargetKind.SIRET: ("siret",),
    TargetKind.COMPANY: ("name", "postal_code", "department"),
    TargetKind.WEBSITE: ("host", "seller"),
    TargetKind.PHONE: ("number",),
    TargetKind.PRODUCT: ("barcode", "siret"),
    TargetKind.SOCIAL: ("network", "handle"),
    TargetKind.PLACE: ("commune", "latitude", "longitude"),
    TargetKind.FOREIGN: ("name", "country"),
    TargetKind.UNKNOWN: None,
}


def parse_target(kind: TargetKind, details: Details) -> Target:
    """Check the fields of one kind of target and write them in one way.

    Raises `TargetRefused` for the first field that is wrong. Unknown fields are the border's
    business; here they are left out.
    """
    found = _PARSERS[kind](details)
    return Target(kind, {name: value for name, value in found.items() if value is not None})


def parse_phone(text: str, *, region: str | None = "FR") -> str | None:
    """The number as E.164, or None when it is none. Without `+` it is read as a French one."""
    if not re.fullmatch(r"[0-9+().\-/ \u00a0\u202f]{3,30}", text):
        return None
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def parse_host(url: str) -> str | None:
    """The host that a web address names, in ASCII, without `www.`; None when it is no address.

    Addresses of machines (IP numbers, ports, user names) are refused: a consumer means a site.
    """
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = (parts.hostname or "").encode("idna").decode("ascii").lower().removeprefix("www.")
        has_port = parts.port is not None
    except (UnicodeError, ValueError):
        return None
    labels = host.split(".")
    if parts.scheme not in ("http", "https") or parts.username is not None or has_port:
        return None
    if len(labels) < 2 or len(host) > 253 or labels[-1].isdigit():
        return None
    return host if all(map(_HOST_LABEL.fullmatch, labels)) else None


def parse_barcode(text: str) -> str | None:
    """Eight, twelve, thirteen or fourteen digits with a right key (GTIN), or None."""
    digits = re.sub(r"[ \u00a0\u202f-]", "", text)
    if not re.fullmatch(r"[0-9]{8}|[0-9]{12,14}", digits):
        return None
    return digits if ean.is_valid(digits.zfill(14)) else None


def parse_postal_code(text: str) -> str | None:
    """A French postal code without its blanks, or None."""
    code = text.replace(" ", "")
    department = department_of(code)
    return code if department is not None and _DEPARTMENT.fullmatch(department) else None


def _siret(details: Details) -> Details:
    return {"siret": _siret_of(details, is_required=True)}


def _company(details: Details) -> Details:
    postal_code = _postal_code(details)
    department = _text(details, "department") or None
    if department is not None and not _DEPARTMENT.fullmatch(department):
        raise TargetRefused("department", TargetFault.NOT_A_DEPARTMENT)
    if postal_code is None and department is None:
        raise TargetRefused("postal_code", TargetFault.MISSING)
    name = _name(details, "name")
    return {"name": name, "postal_code": postal_code, "department": department}


def _website(details: Details) -> Details:
    url = _text(details, "url", longest=LONGEST_URL)
    if not url:
        raise TargetRefused("url", TargetFault.MISSING)
    host = parse_host(url)
    if host is None:
        raise TargetRefused("url", TargetFault.NOT_A_WEBSITE)
    whole = url if "://" in url else f"https://{url}"
    return {"url": whole, "host": host, "seller": _text(details, "seller") or None}


def _phone(details: Details) -> Details:
    text = _text(details, "number")
    if not text:
        raise TargetRefused("number", TargetFault.MISSING)
    number = parse_phone(text)
    if number is None:
        raise TargetRefused("number", TargetFault.NOT_A_PHONE)
    return {"number": number}


def _product(details: Details) -> Details:
    text = _text(details, "barcode")
    if not text:
        raise TargetRefused("barcode", TargetFault.MISSING)
    barcode = parse_barcode(text)
    if barcode is None:
        raise TargetRefused("barcode", TargetFault.NOT_A_BARCODE)
    return {"barcode": barcode, "siret": _siret_of(details, is_required=False)}


def _social(details: Details) -> Details:
    network = _text(details, "network").lower()
    if network not in NETWORKS:
        raise TargetRefused("network", TargetFault.NOT_A_NETWORK)
    handle = _text(details, "handle")
    if not _HANDLE.fullmatch(handle):
        raise TargetRefused("handle", TargetFault.NOT_A_HANDLE if handle else TargetFault.MISSING)
    return {"network": network, "handle": handle.removeprefix("@")}


def _place(details: Details) -> Details:
    commune = _text(details, "commune").upper() or None
    if commune is not None:
        if not _COMMUNE.fullmatch(commune):
            raise TargetRefused("commune", TargetFault.NOT_A_COMMUNE)
        return {"commune": commune}
    latitude, longitude = details.get("latitude"), details.get("longitude")
    if latitude is None and longitude is None:
        raise TargetRefused("commune", TargetFault.MISSING)
    return {
        "latitude": _degrees("latitude", latitude, 90),
        "longitude": _degrees("longitude", longitude, 180),
    }


def _foreign(details: Details) -> Details:
    country = _text(details, "country").upper()
    if country not in COUNTRIES or country == "FR":
        raise TargetRefused("country", TargetFault.NOT_A_COUNTRY)
    return {"name": _name(details, "name"), "country": country}


def _unknown(details: Details) -> Details:
    postal_code = _postal_code(details)
    if postal_code is None:
        raise TargetRefused("postal_code", TargetFault.MISSING)
    return {"postal_code": postal_code}


_PARSERS: dict[TargetKind, Callable[[Details], Details]] = {
    TargetKind.SIRET: _siret,
    TargetKind.COMPANY: _company,
    TargetKind.WEBSITE: _website,
    TargetKind.PHONE: _phone,
    TargetKind.PRODUCT: _product,
    TargetKind.SOCIAL: _social,
    TargetKind.PLACE: _place,
    TargetKind.FOREIGN: _foreign,
    TargetKind.UNKNOWN: _unknown,
}


def _text(details: Details, field: str, *, longest: int = LONGEST_NAME) -> str:
    text = " ".join(str(details.get(field) or "").split())
    if len(text) > longest:
        raise TargetRefused(field, TargetFault.TOO_LONG)
    return text


def _name(details: Details, field: str) -> str:
    name = _text(details, field)
    if not any(character.isalnum() for character in name):
        raise TargetRefused(field, TargetFault.MISSING)
    return name


def _siret_of(details: Details, *, is_required: bool) -> str | None:
    text = _text(details, "siret")
    if not text and not is_required:
        return None
    try:
        return parse_siret(text)
    except NotASiret:
        fault = TargetFault.NOT_A_SIRET if text else TargetFault.MISSING
        raise TargetRefused("siret", fault) from None


def _postal_code(details: Details) -> str | None:
    text = _text(details, "postal_code")
    if not text:
        return None
    code = parse_postal_code(text)
    if code is None:
        raise TargetRefused("postal_code", TargetFault.NOT_A_POSTAL_CODE)
    return code


def _degrees(field: str, value: str | float | None, limit: int) -> float:
    try:
        degrees = float(value) if value is not None else limit + 1.0
    except ValueError:
        degrees = limit + 1.0
    # A comparison with NaN is false: it is refused with the rest.
    if not -limit <= degrees <= limit:
        raise TargetRefused(field, TargetFault.NOT_A_POSITION)
    return round(degrees, 6)


def _plain(text: str) -> str:
    """Small letters without accents nor punctuation, so that one name written twice is one."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in letters if letter.isalnum() or letter in ".-")
