"""A message as any transport hands it over, and the three ways it can end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

ATTEMPT = "vigie-attempt"
FAULTS = "vigie-faults"
FIRST_FAILED_AT = "vigie-first-failed-at"
LAST_ERROR = "vigie-last-error"
PARKED_BECAUSE = "vigie-parked-because"
PARKED_AT = "vigie-parked-at"
REPLAYED_BY = "vigie-replayed-by"

Headers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Delivery:
    """`redelivered`: it was handed to a process before, and no answer came."""

    body: bytes
    content_type: str | None
    headers: Headers = field(default_factory=dict)
    redelivered: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """The effect stands; `again`: it stood already, and nothing was done."""

    again: bool = False


@dataclass(frozen=True, slots=True)
class Retry:
    """To be handed over again `after` a delay, with these headers."""

    after: timedelta
    reason: str
    headers: Headers


@dataclass(frozen=True, slots=True)
class Park:
    """To be set aside for a person, with these headers."""

    reason: str
    headers: Headers


Outcome = Done | Retry | Park


class DependencyDown(Exception):
    """The service's own database does not answer: the message keeps its place and its tries."""
