"""Who files a report: names, e-mail and phone, checked before they are believed."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from email_validator import EmailNotValidError, validate_email

from intake.domain.targets import parse_phone

LONGEST_PERSON_NAME = 80


class ContactFault(StrEnum):
    MISSING = "missing"
    TOO_LONG = "too_long"
    NOT_A_NAME = "not_a_name"
    NOT_AN_EMAIL = "not_an_email"
    NOT_A_PHONE = "not_a_phone"


class ContactRefused(Exception):
    """One field of the contact is wrong; `field` is its name in the public contract."""

    def __init__(self, field: str, fault: ContactFault) -> None:
        super().__init__(f"{field}: {fault}")
        self.field = field
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Consumer:
    first_name: str
    last_name: str
    email: str
    phone: str | None


def parse_consumer(first_name: str, last_name: str, *, email: str, phone: str | None) -> Consumer:
    """A person as they name themselves. Raises `ContactRefused` for the first wrong field."""
    return Consumer(
        first_name=_person_name("first_name", first_name),
        last_name=_person_name("last_name", last_name),
        email=parse_email(email),
        phone=_phone(phone),
    )


def parse_email(text: str) -> str:
    """The address as it is written to; its shape is checked, not that it exists.

    Raises `ContactRefused`. Quoted local parts, comments and addresses of machines are refused.
    """
    stripped = text.strip()
    if not stripped:
        raise ContactRefused("email", ContactFault.MISSING)
    try:
        checked = validate_email(stripped, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise ContactRefused("email", ContactFault.NOT_AN_EMAIL) from error
    return checked.normalized


def email_digest(email: str) -> bytes:
    """What stands for the person where the address itself is not needed.

    Capitals make no other person. The digest hides the address from a glance, not from someone
    who guesses it: it is personal data, and is erased with the rest.
    """
    return sha256(email.lower().encode()).digest()


def _person_name(field: str, text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise ContactRefused(field, ContactFault.MISSING)
    if len(name) > LONGEST_PERSON_NAME:
        raise ContactRefused(field, ContactFault.TOO_LONG)
    if not all(map(_may_be_in_a_name, name)) or not any(map(str.isalpha, name)):
        raise ContactRefused(field, ContactFault.NOT_A_NAME)
    return name


def _may_be_in_a_name(character: str) -> bool:
    return character in " -'’.·" or unicodedata.category(character)[0] in "LM"


def _phone(text: str | None) -> str | None:
    if text is None or not text.strip():
        return None
    number = parse_phone(text.strip())
    if number is None:
        raise ContactRefused("phone", ContactFault.NOT_A_PHONE)
    return number
