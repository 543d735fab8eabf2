"""What comes after the sending, and whether others have told the same."""

from datetime import timedelta
from enum import StrEnum

from intake.domain.category_tree import Trail
from intake.domain.targets import TargetKind

# Reports of one company and category within this time are about one incident (domain rule 8).
CROWD_WINDOW = timedelta(days=30)
# Fewer are not told: a number that small could point at somebody.
SMALLEST_CROWD = 3
LARGEST_CROWD = 1000


class Outlook(StrEnum):
    """What will be done with a report; the first that applies."""

    ADVICE = "advice"
    HIDDEN = "hidden"
    FOREIGN = "foreign"
    TO_BE_ROUTED = "to_be_routed"
    TO_BE_FOUND = "to_be_found"
    TRANSMITTED = "transmitted"


_OF_KIND = {
    TargetKind.FOREIGN: Outlook.FOREIGN,
    TargetKind.UNKNOWN: Outlook.TO_BE_ROUTED,
    TargetKind.SIRET: Outlook.TRANSMITTED,
}


def outlook(trail: Trail, kind: TargetKind, *, wishes_advice: bool) -> Outlook:
    if wishes_advice:
        return Outlook.ADVICE
    return Outlook.HIDDEN if trail.is_hidden else _OF_KIND.get(kind, Outlook.TO_BE_FOUND)


def told_crowd(others: int) -> int | None:
    """How many others may be told of; None when too few."""
    return others if others >= SMALLEST_CROWD else None
