"""Accounts of agents: what is known of them, and what a new one must fulfil."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from agent_analytics.domain.departments import is_department
from agent_analytics.domain.territory import Role

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256


class AccountRefused(ValueError):
    """The account cannot be opened as asked; the text says why, to the operator."""


class EmailTaken(Exception):
    """Another account has this e-mail address."""


@dataclass(frozen=True, slots=True)
class Account:
    """A public officer, as the pages and the scope need them."""

    agent_id: UUID
    email: str
    role: Role
    departments: frozenset[str]
    first_name: str
    last_name: str

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to open, its secrets already hashed and sealed."""

    agent_id: UUID
    email: str
    password_hash: str
    sealed_secret: bytes
    role: Role
    departments: frozenset[str]
    first_name: str
    last_name: str


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a login is checked against; the time-code secret is still sealed."""

    agent_id: UUID
    password_hash: str
    sealed_secret: bytes
    last_step: int | None


def tidy_password(text: str) -> str:
    """The password as it is hashed and compared: one form for each letter, no blanks around.

    Keyboards write an accented letter in two ways (NFC, NFD); forms lose blanks at the ends.
    """
    return unicodedata.normalize("NFC", text).strip()


def check_account(*, email: str, password: str, role: Role, departments: Iterable[str]) -> None:
    """Refuse what must not be opened.

    A password has twelve characters at least (NIST SP 800-63B asks for length, not for kinds
    of characters); an agent has a territory.
    """
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        raise AccountRefused("the e-mail address is malformed")
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise AccountRefused(f"the password must have at least {SHORTEST_PASSWORD} characters")
    codes = set(departments)
    if role is Role.AGENT and not codes:
        raise AccountRefused("an agent needs at least one département")
    unknown = {code for code in codes if not is_department(code)}
    if unknown:
        raise AccountRefused(f"not a département: {', '.join(sorted(unknown))}")
