"""One-time codes of an authenticator application: RFC 6238 with SHA-1, six digits, 30 seconds."""

import base64
import hmac
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20


def typed_secret(secret: bytes) -> str:
    """The secret as applications want it typed: base 32."""
    return base64.b32encode(secret).decode()


def code_at(secret: bytes, step: int) -> str:
    """The code of one 30-second step."""
    mark = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    offset = mark[-1] & 0x0F
    number = int.from_bytes(mark[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def matching_step(secret: bytes, code: str, now: datetime) -> int | None:
    """The step whose code this is, one step of drift forgiven on each side; None: a wrong code."""
    present = int(now.timestamp()) // STEP_SECONDS
    return next(
        (
            step
            for step in (present, present - 1, present + 1)
            if hmac.compare_digest(code_at(secret, step).encode(), code.encode())
        ),
        None,
    )


def enrolment_uri(secret: bytes, *, account: str, issuer: str) -> str:
    """What the QR code says to the application."""
    label = quote(f"{issuer}:{account}")
    return f"otpauth://totp/{label}?{urlencode({'secret': typed_secret(secret), 'issuer': issuer})}"
