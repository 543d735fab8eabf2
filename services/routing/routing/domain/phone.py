"""Phone numbers, written in one way whoever types them."""

import re
from enum import StrEnum
from typing import NewType

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

Phone = NewType("Phone", str)

_SHAPE = re.compile(r"[0-9+().\-/ \u00a0\u202f]{3,30}")


class NotAPhone(ValueError):
    """The text is no phone number of any country."""


class PhoneUse(StrEnum):
    """What a number is for, as its range says."""

    FIXED = "fixed"
    MOBILE = "mobile"
    FREE = "free"
    CHARGED = "charged"
    OTHER = "other"


_USES = {
    PhoneNumberType.FIXED_LINE: PhoneUse.FIXED,
    PhoneNumberType.MOBILE: PhoneUse.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: PhoneUse.FIXED,
    PhoneNumberType.TOLL_FREE: PhoneUse.FREE,
    PhoneNumberType.PREMIUM_RATE: PhoneUse.CHARGED,
    PhoneNumberType.SHARED_COST: PhoneUse.CHARGED,
}


def parse_phone(text: str) -> Phone:
    """The number as E.164; without `+` it is read as a French one. Raises `NotAPhone`."""
    if not _SHAPE.fullmatch(text):
        raise NotAPhone(text)
    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException as error:
        raise NotAPhone(text) from error
    if not phonenumbers.is_possible_number(number):
        raise NotAPhone(text)
    return Phone(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def spoken(phone: Phone) -> str:
    """The number as it is read aloud: nationally for a French one, else internationally."""
    number = phonenumbers.parse(phone, None)
    at_home = phonenumbers.region_code_for_number(number) == "FR"
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def region_of(phone: Phone) -> str | None:
    """The country (ISO 3166-1) whose range the number is of, when one alone owns it."""
    return phonenumbers.region_code_for_number(phonenumbers.parse(phone, None))


def use_of(phone: Phone) -> PhoneUse:
    kind = phonenumbers.number_type(phonenumbers.parse(phone, None))
    return _USES.get(kind, PhoneUse.OTHER)
