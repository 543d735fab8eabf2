"""Signs reports as a mail provider does (Standard Webhooks, `v1`)."""

import base64
import hashlib
import hmac


def sign(body: bytes, *, id_: str, timestamp: int, secret: bytes) -> str:
    mark = hmac.digest(secret, f"{id_}.{timestamp}.".encode() + body, hashlib.sha256)
    return "v1," + base64.b64encode(mark).decode()
