"""Who may do what at an establishment: one pure decision, deny by default."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    MEMBER = "member"
    ADMIN = "admin"


class Level(StrEnum):
    """What an account is at one establishment; ordered from least to most."""

    MEMBER = "member"
    ADMIN = "admin"
    HEAD_OFFICE_ADMIN = "head_office_admin"


class Action(StrEnum):
    READ_REPORT = "read_report"
    ANSWER_REPORT = "answer_report"
    ASK_CONSUMER = "ask_consumer"
    LIST_MEMBERS = "list_members"


class Verdict(StrEnum):
    """`HIDDEN`: the object is somebody else's, and is not said to exist."""

    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Access:
    """A right on one establishment; `covers_siren`: and on every other one of its company."""

    siret: str
    role: Role
    covers_siren: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """A person signed in. Rights are read again at each request."""

    account_id: UUID
    accesses: tuple[Access, ...]


_EVERYDAY = frozenset(
    {Action.READ_REPORT, Action.ANSWER_REPORT, Action.ASK_CONSUMER, Action.LIST_MEMBERS}
)
# What each level may do (domain.md, "Who may do what"); what is not listed is denied.
GRANTS: Mapping[Level, frozenset[Action]] = {
    Level.MEMBER: _EVERYDAY,
    Level.ADMIN: _EVERYDAY,
    Level.HEAD_OFFICE_ADMIN: _EVERYDAY,
}


def level_at(accesses: Sequence[Access], siret: str) -> Level | None:
    """The highest level that the accesses give at an establishment, or None."""
    if any(
        access.covers_siren and access.role is Role.ADMIN and access.siret[:9] == siret[:9]
        for access in accesses
    ):
        return Level.HEAD_OFFICE_ADMIN
    roles = {access.role for access in accesses if access.siret == siret}
    if Role.ADMIN in roles:
        return Level.ADMIN
    return Level.MEMBER if Role.MEMBER in roles else None


def allow(actor: Actor, action: Action, siret: str) -> Verdict:
    """The decision. An establishment without any access of the actor's stays hidden from it."""
    level = level_at(actor.accesses, siret)
    if level is None:
        return Verdict.HIDDEN
    return Verdict.ALLOWED if action in GRANTS[level] else Verdict.FORBIDDEN


def first_access(siret: str, *, is_head_office: bool, has_admin: bool) -> Access:
    """What the bearer of an establishment's letter becomes.

    The first account is its admin, a later one a member; an admin of the head office answers
    for the whole company.
    """
    if has_admin:
        return Access(siret, Role.MEMBER)
    return Access(siret, Role.ADMIN, covers_siren=is_head_office)
