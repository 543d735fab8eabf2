"""A mail as it goes on the wire: safe headers, one recipient, a name that never changes."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID

from notifications.domain.addresses import one_address

MAX_HEADER = 200
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class UnsafeHeader(ValueError):
    """A header's text could be read as something else than text; it is not repeated."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who the mails come from; `domain` names them (`<delivery@domain>`)."""

    name: str
    address: str
    domain: str
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A message in words."""

    subject: str
    plain: str
    html: str


def header(text: str) -> str:
    """One line of at most 200 characters, without controls.

    An encoded word (`=?…?=`) is refused: Python before 3.11.10 decodes it when it folds the
    header, and a line feed inside becomes a header of its own (CVE-2024-6923 and its family).
    """
    line = re.sub(" {2,}", " ", _CONTROLS.sub(" ", text)).strip()
    if "=?" in line or len(line) > MAX_HEADER or not line:
        raise UnsafeHeader("a header is empty, too long or holds an encoded word")
    return line


def message_id(delivery_id: UUID, domain: str) -> str:
    """The same for every attempt, so that a mailbox or a provider can tell a duplicate."""
    return f"<{delivery_id}@{domain}>"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail ready to leave; `unsubscribe_url` when its reader may stop such mails."""

    delivery_id: UUID
    recipient: str
    text: Text
    lang: str
    unsubscribe_url: str | None = None


def _mailbox(name: str, address: str) -> Address:
    return Address(display_name=header(name), addr_spec=one_address(address))


def to_mime(mail: Mail, *, sender: Sender, now: datetime) -> EmailMessage:
    """The mail as MIME: plain text and HTML, and the headers that keep robots quiet."""
    mime = EmailMessage(policy=SMTP)
    mime["Message-ID"] = message_id(mail.delivery_id, sender.domain)
    mime["Date"] = format_datetime(now)
    mime["From"] = _mailbox(sender.name, sender.address)
    mime["To"] = Address(addr_spec=one_address(mail.recipient))
    if sender.reply_to:
        mime["Reply-To"] = Address(addr_spec=one_address(sender.reply_to))
    mime["Subject"] = header(mail.text.subject)
    mime["Auto-Submitted"] = "auto-generated"
    mime["X-Auto-Response-Suppress"] = "All"
    if mail.unsubscribe_url:
        mime["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        mime["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mime.set_content(mail.text.plain, charset="utf-8", cte="quoted-printable")
    mime.add_alternative(mail.text.html, subtype="html", charset="utf-8", cte="quoted-printable")
    # Last: making the alternative moves every Content-* header into the first part.
    mime["Content-Language"] = mail.lang
    return mime
