"""Reports from outside that prove who sent them: Standard Webhooks, HMAC-SHA256 (`v1`)."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=5)
MAX_ID = 200


class NotSigned(Exception):
    """The report is not signed by anyone we know, or not now."""


Secrets = tuple[bytes, ...]
"""Any of them may have signed: two are valid while one replaces the other."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The headers `webhook-id`, `webhook-timestamp` and `webhook-signature`, as received."""

    id: str
    timestamp: str
    signature: str


def secret_bytes(secret: str) -> bytes:
    """The key of a secret, written `whsec_` and base64, or as plain text."""
    name = "whsec_"
    if not secret.startswith(name):
        return secret.encode()
    return base64.b64decode(secret.removeprefix(name))


def verify(body: bytes, stamp: Stamp, *, secrets: Secrets, now: datetime) -> None:
    """Raises `NotSigned` unless one of the secrets signed exactly this, within five minutes."""
    if not 0 < len(stamp.id) <= MAX_ID or not stamp.timestamp.isascii():
        raise NotSigned
    try:
        age = abs(now.timestamp() - int(stamp.timestamp))
        given = [_mark(part) for part in stamp.signature.split() if part.startswith("v1,")]
    except (ValueError, OverflowError, binascii.Error) as error:
        raise NotSigned from error
    if age > TOLERANCE.total_seconds():
        raise NotSigned
    content = f"{stamp.id}.{stamp.timestamp}.".encode() + body
    ours = [hmac.digest(secret, content, hashlib.sha256) for secret in secrets]
    if not any(hmac.compare_digest(mark, right) for mark in given for right in ours):
        raise NotSigned


def _mark(part: str) -> bytes:
    return base64.b64decode(part.removeprefix("v1,"), validate=True)
