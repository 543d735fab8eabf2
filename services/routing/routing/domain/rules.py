"""Routing rules as data: what a rule looks at, what it orders, which one applies to a report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import Self

from common.values import Siret
from routing.domain.mode import Mode
from routing.domain.transmission import HIDDEN_TAGS, withheld_because

GENERAL = "general"


class Outcome(StrEnum):
    """What a rule does with a report: leave the choice to routing, or make it."""

    AS_FOUND = "as_found"
    RECIPIENT = "recipient"
    TRIAGE = "triage"
    WITHHOLD = "withhold"


class Priority(IntEnum):
    """How soon an agent should look; the queue shows the highest first."""

    NORMAL = 0
    HIGH = 1
    URGENT = 2


@dataclass(frozen=True, slots=True)
class Condition:
    """What a report must be: each field that is not empty must hold, by any of its values.

    `categories` are paths of the category tree (`food`, `food/freshness`) and hold for all
    beneath; `activities` are beginnings of the recipient's activity code (`56`, `56.30Z`).
    """

    categories: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    wishes: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    activities: frozenset[str] = frozenset()

    @property
    def needs_recipient(self) -> bool:
        """Whether it looks at what only the recipient found tells."""
        return bool(self.departments or self.activities)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a rule set. `siret` goes with `RECIPIENT`, `withheld` with `WITHHOLD`.

    `copy_to` names the authority that gets a copy of the report; `queue` the desk of those who
    triage it.
    """

    name: str
    condition: Condition = Condition()
    outcome: Outcome = Outcome.AS_FOUND
    siret: Siret | None = None
    withheld: Mode | None = None
    queue: str = GENERAL
    priority: Priority = Priority.NORMAL
    copy_to: str | None = None


# What no company ever gets, as the first version of the rules says it (domain rule 1).
FIRST_RULES: tuple[Rule, ...] = (
    Rule(
        "Problèmes réservés aux autorités",
        Condition(tags=HIDDEN_TAGS),
        Outcome.WITHHOLD,
        withheld=Mode.HIDDEN_TAG,
    ),
    Rule(
        "Entreprises étrangères",
        Condition(kinds=frozenset({"foreign"})),
        Outcome.WITHHOLD,
        withheld=Mode.FOREIGN_COMPANY,
    ),
    Rule(
        "Demandes de conseil",
        Condition(wishes=frozenset({"advice"})),
        Outcome.WITHHOLD,
        withheld=Mode.ADVICE_WISHED,
    ),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules may look at. The last two are told by the recipient that routing found."""

    path: str
    tags: frozenset[str]
    kind: str
    wish: str
    department: str | None = None
    activity_code: str | None = None

    @property
    def withheld(self) -> Mode | None:
        """Why no rule may send it to anyone, whatever the rules in force say."""
        return withheld_because(
            self.tags, is_foreign=self.kind == "foreign", wants_advice=self.wish == "advice"
        )

    def of_recipient(self, department: str | None, activity_code: str | None) -> Self:
        """The same once routing has looked for a recipient."""
        department = department or self.department
        return replace(self, department=department, activity_code=activity_code)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of one report; `rule` is the one that applied, None when none did."""

    rule: Rule | None
    outcome: Outcome = Outcome.AS_FOUND
    siret: Siret | None = None
    withheld: Mode | None = None
    queue: str = GENERAL
    priority: Priority = Priority.NORMAL
    copy_to: str | None = None


def path_of(category: str, subcategories: Iterable[str]) -> str:
    return "/".join((category, *subcategories))


def judge(rules: Sequence[Rule], facts: Facts) -> Verdict:
    """The first rule that fits, in their order; without one, what routing found stands."""
    rule = next((one for one in rules if fits(one.condition, facts)), None)
    return _verdict(rule, facts)


def judge_early(rules: Sequence[Rule], facts: Facts) -> Verdict | None:
    """The same before anyone looked for a recipient; None: that must be done first.

    What is withheld for good is never looked up.
    """
    if facts.withheld is not None:
        return judge(rules, facts)
    for rule in rules:
        if not _fits_early(rule.condition, facts):
            continue
        return None if rule.condition.needs_recipient else _verdict(rule, facts)
    return _verdict(None, facts)


def fits(condition: Condition, facts: Facts) -> bool:
    return (
        _fits_early(condition, facts)
        and (not condition.departments or facts.department in condition.departments)
        and (not condition.activities or _begins(facts.activity_code, condition.activities))
    )


def _fits_early(condition: Condition, facts: Facts) -> bool:
    return (
        (not condition.categories or any(_within(facts.path, one) for one in condition.categories))
        and (not condition.tags or not condition.tags.isdisjoint(facts.tags))
        and (not condition.kinds or facts.kind in condition.kinds)
        and (not condition.wishes or facts.wish in condition.wishes)
    )


def _within(path: str, category: str) -> bool:
    return path == category or path.startswith(f"{category}/")


def _begins(code: str | None, beginnings: Iterable[str]) -> bool:
    return code is not None and code.startswith(tuple(beginnings))


def _verdict(rule: Rule | None, facts: Facts) -> Verdict:
    if rule is None:
        verdict = Verdict(None)
    else:
        verdict = Verdict(
            rule, rule.outcome, rule.siret, rule.withheld, rule.queue, rule.priority, rule.copy_to
        )
    if facts.withheld is None or verdict.outcome is Outcome.WITHHOLD:
        return verdict
    # The law stands above the rules: forgetting to write it again must tell no company.
    return replace(verdict, outcome=Outcome.WITHHOLD, siret=None, withheld=facts.withheld)
