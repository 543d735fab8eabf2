"""The code that an agent's phone shows (RFC 6238: six digits, thirty seconds)."""

import hmac
import re
from datetime import datetime

import pyotp

STEP_SECONDS = 30
# A phone's clock may be one step early or late.
DRIFT = (0, -1, 1)


def matching_step(secret: str, code: str, *, now: datetime, last_step: int | None) -> int | None:
    """The time step whose code was given, or None.

    A step that was used, and any before it, is refused: a code serves once. Every step is
    compared, in constant time, so that the answer's delay tells nothing.
    """
    present = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    digits = re.sub(r"\s", "", code)
    found = None
    for step in (present + drift for drift in DRIFT):
        expected = totp.at(step * STEP_SECONDS)
        if hmac.compare_digest(expected.encode(), digits.encode()) and found is None:
            found = step
    if found is not None and last_step is not None and found <= last_step:
        return None
    return found
