"""Where a version of the rules stands: a draft, to come, in force, or past."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    IN_FORCE = "in_force"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Reign:
    """A time during which one version is in force; `ends` is None for the last one known."""

    version: int
    begins: datetime
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class Place:
    """A version's standing, and the reign that makes it: the present, the next, or the last."""

    standing: Standing
    reign: Reign | None = None


def reigns(activations: Sequence[tuple[int, datetime]]) -> tuple[Reign, ...]:
    """The times in order. `activations`: version and first instant, in the order they were made.

    Of two that begin together the later decision counts; the other never reigned.
    """
    by_start = {begins: version for version, begins in activations}
    starts = sorted(by_start)
    return tuple(
        Reign(by_start[start], start, end)
        for start, end in zip(starts, [*starts[1:], None], strict=True)
    )


def place_of_version(version: int, known: Sequence[Reign], now: datetime) -> Place:
    own = [reign for reign in known if reign.version == version]
    for reign in own:
        if reign.begins <= now and (reign.ends is None or now < reign.ends):
            return Place(Standing.IN_FORCE, reign)
    to_come = [reign for reign in own if reign.begins > now]
    if to_come:
        return Place(Standing.SCHEDULED, to_come[0])
    return Place(Standing.PAST, own[-1]) if own else Place(Standing.DRAFT)
