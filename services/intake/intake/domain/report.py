"""What a report is when it is accepted: the rules that hold whatever its category."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from intake.domain.category_tree import Trail
from intake.domain.targets import Target, TargetFault, TargetKind, TargetRefused
from intake.domain.wording import Lang

SHORTEST_DESCRIPTION = 10
LONGEST_DESCRIPTION = 5000
OLDEST_OBSERVATION_YEARS = 10


class ReportFault(StrEnum):
    DESCRIPTION_TOO_SHORT = "description_too_short"
    DESCRIPTION_TOO_LONG = "description_too_long"
    OBSERVED_IN_THE_FUTURE = "observed_in_the_future"
    OBSERVED_TOO_LONG_AGO = "observed_too_long_ago"
    ADVICE_NOT_OFFERED = "advice_not_offered"


class ReportRefused(Exception):
    """One field of the report breaks a rule; `field` is its name in the public contract."""

    def __init__(self, field: str, fault: ReportFault) -> None:
        super().__init__(f"{field}: {fault}")
        self.field = field
        self.fault = fault


class UnknownReport(Exception):
    """There is no such report, or no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report as accepted, without who filed it."""

    id: UUID
    reference: str
    tree_version: int
    trail: Trail
    replies: tuple[tuple[str, str], ...]
    description: str
    observed_on: date
    target: Target
    share_identity: bool
    wishes_advice: bool
    lang: Lang
    publish_consent: bool


def check_description(text: str) -> str:
    """The text without blanks around it. Raises `ReportRefused` for its length."""
    description = text.strip()
    if len(description) < SHORTEST_DESCRIPTION:
        raise ReportRefused("description", ReportFault.DESCRIPTION_TOO_SHORT)
    if len(description) > LONGEST_DESCRIPTION:
        raise ReportRefused("description", ReportFault.DESCRIPTION_TOO_LONG)
    return description


def check_observed_on(observed_on: date, *, today: date) -> None:
    """Not after today in Paris, and not before a company could still have papers about it.

    Ten years is how long a company must keep its accounts (Code de commerce, article L123-22).
    Raises `ReportRefused`.
    """
    if observed_on > today:
        raise ReportRefused("observed_on", ReportFault.OBSERVED_IN_THE_FUTURE)
    if observed_on.year < today.year - OLDEST_OBSERVATION_YEARS:
        raise ReportRefused("observed_on", ReportFault.OBSERVED_TOO_LONG_AGO)


def check_target(trail: Trail, target: Target) -> None:
    """The leaf must take this kind of target. Raises `TargetRefused`."""
    if target.kind not in trail.targets:
        raise TargetRefused("kind", TargetFault.KIND_NOT_ALLOWED)


def check_wish(trail: Trail, *, wishes_advice: bool) -> None:
    """Advice is given for some categories only. Raises `ReportRefused`."""
    if wishes_advice and not trail.offers_advice:
        raise ReportRefused("wish", ReportFault.ADVICE_NOT_OFFERED)


def is_ever_transmitted(trail: Trail, kind: TargetKind, *, wishes_advice: bool) -> bool:
    """Whether a company could get such a report (domain rule 1)."""
    return not (trail.is_hidden or wishes_advice or kind is TargetKind.FOREIGN)
