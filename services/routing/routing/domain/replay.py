"""One report judged again by other rules, from what is remembered of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from common.values import Siret
from routing.domain.mode import WITHHELD, Mode
from routing.domain.rules import Facts, Outcome, Rule, Verdict, judge, judge_early


@dataclass(frozen=True, slots=True)
class Finding:
    """What routing found by itself, before any rule: the mode, and who if anyone."""

    mode: Mode
    siret: Siret | None = None
    department: str | None = None
    activity_code: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One report as rules see it. `found` is None when nobody had to look for a recipient."""

    report_id: UUID
    facts: Facts
    found: Finding | None
    submitted_at: datetime


class Fate(StrEnum):
    """Where rules send a report. `UNRESOLVED`: nobody has ever looked for its recipient."""

    SENT = "sent"
    TRIAGED = "triaged"
    WITHHELD = "withheld"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class Replay:
    """The fate, the recipient when it is sent, and the verdict; None when there is none yet."""

    fate: Fate
    siret: Siret | None = None
    verdict: Verdict | None = None

    @property
    def is_uncovered(self) -> bool:
        """No rule speaks of it and routing found nobody: an agent must look at each one."""
        return self.fate is Fate.TRIAGED and (self.verdict is None or self.verdict.rule is None)


def replay(rules: Sequence[Rule], case: Case) -> Replay:
    """What these rules would have done with the report on the day that it came."""
    verdict = judge_early(rules, case.facts)
    found = case.found
    if verdict is None:
        if found is None:
            return Replay(Fate.UNRESOLVED)
        verdict = judge(rules, case.facts.of_recipient(found.department, found.activity_code))
    match verdict.outcome:
        case Outcome.WITHHOLD:
            return Replay(Fate.WITHHELD, None, verdict)
        case Outcome.TRIAGE:
            return Replay(Fate.TRIAGED, None, verdict)
        case Outcome.RECIPIENT:
            return Replay(Fate.SENT, verdict.siret, verdict)
        case _:
            return _as_found(found, verdict)


def _as_found(found: Finding | None, verdict: Verdict) -> Replay:
    if found is None:
        return Replay(Fate.UNRESOLVED, None, verdict)
    if found.mode in WITHHELD:
        return Replay(Fate.WITHHELD, None, verdict)
    fate = Fate.TRIAGED if found.siret is None else Fate.SENT
    return Replay(fate, found.siret, verdict)
