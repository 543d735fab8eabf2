"""What another rule set would have changed: counted report by report, exactly."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from common.clock import paris_date
from common.values import Siret
from routing.domain.replay import Case, Fate, Replay, replay
from routing.domain.rules import Outcome, Rule

LONGEST_PERIOD = timedelta(days=2 * 366)


class BadPeriod(ValueError):
    """The period ends before it begins, or is longer than two years."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one recipient gets in one week: before, after, and what makes the difference."""

    before: int = 0
    after: int = 0
    gained: int = 0
    lost: int = 0

    def __add__(self, other: "Load") -> "Load":
        return Load(
            self.before + other.before,
            self.after + other.after,
            self.gained + other.gained,
            self.lost + other.lost,
        )


@dataclass(slots=True)
class Tally:
    """`counts`: reports by what became of them; `rules`: by the new rule that applied.

    `uncovered`: those that neither the new rules nor routing place, by category path and kind of
    target. `loads`: by recipient and by the Monday of the week in Paris.
    """

    counts: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    uncovered: Counter[str] = field(default_factory=Counter)
    loads: dict[tuple[Siret, date], Load] = field(default_factory=dict)

    def add(self, case: Case, before: Replay, after: Replay) -> None:
        self.counts["reports"] += 1
        self.counts[f"before_{before.fate.value}"] += 1
        self.counts[f"after_{after.fate.value}"] += 1
        self.counts["before_uncovered"] += before.is_uncovered
        self.counts["after_uncovered"] += after.is_uncovered
        self._compare(before, after)
        if after.verdict is not None and after.verdict.rule is not None:
            self.rules[after.verdict.rule.name] += 1
        if after.is_uncovered:
            self.uncovered[f"{case.facts.path} {case.facts.kind}"] += 1
        week = week_of(case.submitted_at)
        moved = (before.fate, before.siret) != (after.fate, after.siret)
        if before.siret is not None:
            self._load(before.siret, week, Load(before=1, lost=int(moved)))
        if after.siret is not None:
            self._load(after.siret, week, Load(after=1, gained=int(moved)))

    def _compare(self, before: Replay, after: Replay) -> None:
        if (before.fate, before.siret) == (after.fate, after.siret):
            return
        self.counts["changed"] += 1
        if after.fate is before.fate:
            self.counts["other_recipient"] += 1
        else:
            self.counts[f"newly_{after.fate.value}"] += 1

    def _load(self, siret: Siret, week: date, load: Load) -> None:
        self.loads[siret, week] = self.loads.get((siret, week), Load()) + load


def compare(
    old: Sequence[Rule],
    new: Sequence[Rule],
    cases: Iterable[Case],
    *,
    stand_ins: Mapping[Siret, Siret | None],
) -> Tally:
    """Judge each case by both. `stand_ins`: who gets what a rule sends to a recipient; None: an
    agent, for the recipient is gone.
    """
    tally = Tally()
    for case in cases:
        before = _settled(replay(old, case), stand_ins)
        after = _settled(replay(new, case), stand_ins)
        tally.add(case, before, after)
    return tally


def week_of(instant: datetime) -> date:
    """The Monday of its week, in Paris."""
    day = paris_date(instant)
    return day - timedelta(days=day.weekday())


def check_period(begins_on: date, ends_on: date) -> None:
    """Both days are within. Raises `BadPeriod`."""
    if not timedelta(0) <= ends_on - begins_on <= LONGEST_PERIOD:
        raise BadPeriod


def named_recipients(*rule_sets: Sequence[Rule]) -> frozenset[Siret]:
    return frozenset(rule.siret for rules in rule_sets for rule in rules if rule.siret is not None)


def _settled(again: Replay, stand_ins: Mapping[Siret, Siret | None]) -> Replay:
    """The replay with the recipient that a rule names as it is today: open, or replaced."""
    verdict = again.verdict
    if verdict is None or verdict.outcome is not Outcome.RECIPIENT or again.siret is None:
        return again
    stand_in = stand_ins.get(again.siret)
    if stand_in is None:
        return Replay(Fate.TRIAGED, None, verdict)
    return Replay(Fate.SENT, stand_in, verdict)
