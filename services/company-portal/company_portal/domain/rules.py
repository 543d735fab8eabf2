"""The clocks as versioned data: what each set of rules grants, and since when it applies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Silence(StrEnum):
    """What the law makes of a recipient that never answers."""

    ACCEPTANCE = "acceptance"
    REJECTION = "rejection"
    NONE = "none"


class NoRulesInForce(LookupError):
    """The day lies before the first set of rules."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Durations in Paris calendar days. A case keeps the deadline of the rules that opened it."""

    version: str
    in_force_from: date
    days_with_account: int
    days_without_account: int
    reminder_days: tuple[int, int]
    promise_check_days: int
    declined_window_days: int
    question_window_days: int
    questions_per_holding: int
    letter_interval_days: int
    letter_interval_cap: int
    silence: Silence


# Source: domain.md rule 4 (the delays of SignalConso, read in its code in 2026).
RULE_SETS: tuple[RuleSet, ...] = (
    RuleSet(
        version="2026-1",
        in_force_from=date(2026, 1, 1),
        days_with_account=25,
        days_without_account=60,
        reminder_days=(8, 16),
        promise_check_days=21,
        declined_window_days=15,
        question_window_days=15,
        questions_per_holding=3,
        letter_interval_days=28,
        letter_interval_cap=3,
        silence=Silence.NONE,
    ),
)


def rules_in_force(on: date, sets: Sequence[RuleSet] = RULE_SETS) -> RuleSet:
    """The latest set that applies on that day."""
    started = [rules for rules in sets if rules.in_force_from <= on]
    if not started:
        raise NoRulesInForce(on.isoformat())
    return max(started, key=lambda rules: rules.in_force_from)
