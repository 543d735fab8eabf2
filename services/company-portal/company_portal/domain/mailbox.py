"""Addresses of mailboxes: exactly one, plain enough to be written to."""

import re

MAX_LENGTH = 254
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAILBOX = re.compile(rf"(?P<local>{_ATOM}(?:\.{_ATOM})*)@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*")


class NotAMailbox(ValueError):
    """The text is no address that we would write to."""


def parse_mailbox(text: str) -> str:
    """The address in lower case, the one spelling under which an account is known.

    Narrower than RFC 5321 on purpose: no quoted local part, no address literal, no comment, for
    these are how two addresses are smuggled in as one.
    """
    address = text.strip()
    match = _MAILBOX.fullmatch(address)
    if match is None or len(address) > MAX_LENGTH or len(match["local"]) > 64:
        raise NotAMailbox
    return address.lower()
