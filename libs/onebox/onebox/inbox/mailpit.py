"""The shapes of Mailpit's API, so that one journey reads its mails here and there alike."""

from email.headerregistry import Address
from typing import Any

from onebox.inbox.box import Box, Mail

SNIPPET_LENGTH = 250


def message_list(box: Box, *, start: int, limit: int) -> dict[str, Any]:
    """`GET /api/v1/messages`."""
    mails = box.newest(start, limit)
    return {
        "total": len(box),
        "unread": 0,
        "count": len(mails),
        "messages_count": len(box),
        "messages_unread": 0,
        "start": start,
        "tags": [],
        "messages": [_summary(mail) for mail in mails],
    }


def message(mail: Mail) -> dict[str, Any]:
    """`GET /api/v1/message/{id}`."""
    return {
        **_headers(mail),
        "ReturnPath": str(mail.message.get("Return-Path", "")),
        "ListUnsubscribe": _unsubscribe(mail),
        "Date": mail.sent_at.isoformat(),
        "Tags": [],
        "Text": mail.body("plain"),
        "HTML": mail.body("html"),
        "Size": mail.size,
        "Inline": [],
        "Attachments": [
            {
                "PartID": number,
                "FileName": part.get_filename() or "",
                "ContentType": part.get_content_type(),
                "ContentID": str(part.get("Content-ID", "")),
                "Size": len(part.get_payload(decode=True) or b""),
            }
            for number, part in mail.attachments()
        ],
    }


def _summary(mail: Mail) -> dict[str, Any]:
    return {
        **_headers(mail),
        "Read": True,
        "Created": mail.received_at.isoformat(),
        "Tags": [],
        "Size": mail.size,
        "Attachments": sum(1 for _ in mail.attachments()),
        "Snippet": " ".join(mail.body("plain").split())[:SNIPPET_LENGTH],
    }


def _headers(mail: Mail) -> dict[str, Any]:
    senders = mail.addresses("From")
    shown = {address.addr_spec for name in ("To", "Cc") for address in mail.addresses(name)}
    blind = [_address(Address(addr_spec=r)) for r in mail.recipients if r not in shown]
    return {
        "ID": mail.id,
        "MessageID": str(mail.message.get("Message-ID", "")).strip("<>"),
        "From": _address(senders[0]) if senders else None,
        "To": [_address(address) for address in mail.addresses("To")],
        "Cc": [_address(address) for address in mail.addresses("Cc")],
        "Bcc": blind,
        "ReplyTo": [_address(address) for address in mail.addresses("Reply-To")],
        "Subject": mail.subject,
    }


def _address(address: Address) -> dict[str, str]:
    return {"Name": address.display_name, "Address": address.addr_spec}


def _unsubscribe(mail: Mail) -> dict[str, Any]:
    header = str(mail.message.get("List-Unsubscribe", ""))
    return {
        "Header": header,
        "HeaderPost": str(mail.message.get("List-Unsubscribe-Post", "")),
        "Links": [link.strip().strip("<>") for link in header.split(",") if link.strip()],
        "Errors": "",
    }
