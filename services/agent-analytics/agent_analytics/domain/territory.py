"""Who may see which reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"


class NoReportsForRole(PermissionError):
    """The role gives no access to reports: operators run the platform, they do not read it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The reports a person may see: those of these départements, or all of them (None).

    Nobody placed some reports: they belong to no territory, so only a scope without limits
    holds them.
    """

    departments: frozenset[str] | None

    def holds(self, department: str | None) -> bool:
        return self.departments is None or department in self.departments


def scope_of(role: Role, departments: Iterable[str]) -> Scope:
    """Agents see their départements, supervisors the country, operators nothing."""
    if role is Role.OPERATOR:
        raise NoReportsForRole
    return Scope(None if role is Role.SUPERVISOR else frozenset(departments))
