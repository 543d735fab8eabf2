"""Websites and phone numbers as consumers write them, each brought to one form."""

from urllib.parse import urlsplit

import phonenumbers

MAX_HOST = 253


def host_of(url: str) -> str | None:
    """The host of an address, in small letters, without `www.` nor port; None when there is none.

    International names are brought to their ASCII form, so that both ways to write one are one.
    """
    text = url.strip()
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
        ascii_host = host.rstrip(".").encode("idna").decode("ascii").lower()
    except (UnicodeError, ValueError):
        return None
    bare = ascii_host.removeprefix("www.")
    return bare if "." in bare and len(bare) <= MAX_HOST else None


def phone_of(number: str) -> str | None:
    """The number in E.164, French unless it says otherwise; None when it cannot be one."""
    try:
        parsed = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
