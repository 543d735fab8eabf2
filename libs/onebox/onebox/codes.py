"""The codes that the demo's accounts would read on a telephone."""

from dataclasses import dataclass
from datetime import datetime

import pyotp

from onebox.access import Accounts

STEP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Code:
    email: str
    role: str
    digits: str


def codes_at(accounts: Accounts, now: datetime) -> list[Code]:
    """Each account's code at this moment."""
    named = (
        ("entreprise", accounts.company_admin),
        ("agent", accounts.agent),
        ("superviseur", accounts.supervisor),
    )
    return [
        Code(account.email, role, pyotp.TOTP(account.totp_secret).at(now))
        for role, account in named
    ]


def seconds_left(now: datetime) -> int:
    """How long the codes still serve."""
    return STEP_SECONDS - int(now.timestamp()) % STEP_SECONDS
