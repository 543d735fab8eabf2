"""What a person proves to sign in."""

from dataclasses import dataclass, field
from datetime import timedelta

TRIES_PER_ACCOUNT = 10
TRIES_PER_ADDRESS = 50
WINDOW = timedelta(minutes=15)


class SignInRefused(PermissionError):
    """E-mail, password or code is wrong, or the code was used; which one is not told."""


class NotSignedIn(PermissionError):
    """There is no session, or it has ended."""


@dataclass(frozen=True, slots=True)
class Proof:
    """`address` is where the request comes from, for counting tries."""

    email: str
    password: str = field(repr=False)
    code: str = field(repr=False)
    address: str
