"""E-mail addresses: one plain address or none, what may be shown of it, what may be kept of it."""

import hashlib
import re

MAX_ADDRESS = 254
MAX_LOCAL = 64
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


class NotOneAddress(ValueError):
    """The text is not exactly one plain address; it is not repeated, being personal data."""

    def __init__(self) -> None:
        super().__init__("not exactly one e-mail address")


def one_address(text: str) -> str:
    """The address with its domain in ASCII, or a refusal.

    Quoted local parts, comments, display names, lists and local parts outside ASCII are refused:
    nobody types them, and a header parser may read two addresses where we saw one.
    """
    local, separator, domain = text.strip().rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise NotOneAddress from error
    labels = ascii_domain.split(".")
    address = f"{local}{separator}{ascii_domain}"
    if (
        not _LOCAL.fullmatch(local)
        or "=?" in address
        or len(local) > MAX_LOCAL
        or len(address) > MAX_ADDRESS
        or len(labels) < 2
        or not all(_LABEL.fullmatch(label) for label in labels)
    ):
        raise NotOneAddress
    return address


def masked(address: str) -> str:
    """`j…@e….fr`: enough for an operator to recognise a faulty domain, not a person."""
    local, _, domain = address.rpartition("@")
    name, _, suffix = domain.rpartition(".")
    return f"{local[:1]}…@{name[:1]}….{suffix}"


def fingerprint(address: str) -> bytes:
    """What is kept of an address that must not be written to again, or too often."""
    return hashlib.sha256(address.strip().lower().encode()).digest()
