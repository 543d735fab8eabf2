"""Rules as people write them: read with care, every fault named at its place."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from common.values import NotASiret, Siret, parse_siret
from routing.domain.inquiry import NotADepartment, parse_department
from routing.domain.mode import WITHHELD, Mode
from routing.domain.rules import GENERAL, Condition, Outcome, Priority, Rule

MOST_RULES = 100
MOST_VALUES = 100
NAME_LENGTH, WORD_LENGTH = 80, 120
KINDS = (
    *("siret", "company", "website", "phone", "product", "social", "place"),
    *("foreign", "unknown"),
)
WISHES = ("report", "advice")
_PATH = re.compile(r"[a-z0-9_-]+(?:/[a-z0-9_-]+)*")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
# INSEE's nomenclature (NAF rév. 2): two digits, then as many more as one likes, `56.30Z`.
_ACTIVITY = re.compile(r"[0-9]{2}(?:\.[0-9]{1,2}[A-Z]?)?|[0-9]{2}\.")


class Fault(StrEnum):
    """Why a rule cannot be kept as it was written."""

    NAME_MISSING = "name_missing"
    NAME_TAKEN = "name_taken"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    BAD_CATEGORY = "bad_category"
    BAD_TAG = "bad_tag"
    BAD_KIND = "bad_kind"
    BAD_WISH = "bad_wish"
    BAD_DEPARTMENT = "bad_department"
    BAD_ACTIVITY = "bad_activity"
    BAD_OUTCOME = "bad_outcome"
    BAD_SIRET = "bad_siret"
    BAD_REASON = "bad_reason"
    BAD_PRIORITY = "bad_priority"
    BAD_WORD = "bad_word"


@dataclass(frozen=True, slots=True)
class Misread:
    """`rule` counts from 0; `value` is what cannot be read, as it was typed."""

    rule: int
    field: str
    fault: Fault
    value: str = ""


class RulesRefused(ValueError):
    """The rules as written hold faults: `faults` names each, in order."""

    def __init__(self, faults: Sequence[Misread]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """One rule as it was typed: nothing is sure of it yet."""

    name: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    outcome: str = Outcome.AS_FOUND.value
    siret: str = ""
    reason: str = ""
    queue: str = ""
    priority: str = ""
    copy_to: str = ""


def draft_of(rule: Rule) -> RuleDraft:
    """The rule as one would have typed it, to write the next version from."""
    when = rule.condition
    return RuleDraft(
        name=rule.name,
        categories=tuple(sorted(when.categories)),
        tags=tuple(sorted(when.tags)),
        kinds=tuple(sorted(when.kinds)),
        wishes=tuple(sorted(when.wishes)),
        departments=tuple(sorted(when.departments)),
        activities=tuple(sorted(when.activities)),
        outcome=rule.outcome.value,
        siret=rule.siret or "",
        reason=rule.withheld.value if rule.withheld else "",
        queue="" if rule.queue == GENERAL else rule.queue,
        priority=rule.priority.name.lower(),
        copy_to=rule.copy_to or "",
    )


def read_drafts(drafts: Sequence[RuleDraft]) -> tuple[Rule, ...]:
    """The rules that were written. Raises `RulesRefused` with every fault."""
    if len(drafts) > MOST_RULES:
        raise RulesRefused([Misread(MOST_RULES, "name", Fault.TOO_MANY)])
    faults: list[Misread] = []
    rules = [_Reading(place, draft, faults).rule() for place, draft in enumerate(drafts)]
    names: set[str] = set()
    for place, draft in enumerate(drafts):
        name = draft.name.strip().casefold()
        if name and name in names:
            faults.append(Misread(place, "name", Fault.NAME_TAKEN, draft.name))
        names.add(name)
    if faults:
        raise RulesRefused(sorted(faults, key=lambda one: one.rule))
    return tuple(rules)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One draft being read; what is wrong with it goes into `faults`."""

    place: int
    draft: RuleDraft
    faults: list[Misread]

    def rule(self) -> Rule:
        draft = self.draft
        outcome = self._outcome()
        return Rule(
            name=self._name(),
            condition=Condition(
                categories=self._each("categories", draft.categories, _path, Fault.BAD_CATEGORY),
                tags=self._each("tags", draft.tags, _slug, Fault.BAD_TAG),
                kinds=self._each("kinds", draft.kinds, KINDS.__contains__, Fault.BAD_KIND),
                wishes=self._each("wishes", draft.wishes, WISHES.__contains__, Fault.BAD_WISH),
                departments=self._departments(),
                activities=self._each(
                    "activities", draft.activities, _activity, Fault.BAD_ACTIVITY
                ),
            ),
            outcome=outcome,
            siret=self._siret() if outcome is Outcome.RECIPIENT else None,
            withheld=self._reason() if outcome is Outcome.WITHHOLD else None,
            queue=self._word("queue", draft.queue) or GENERAL,
            priority=self._priority(),
            copy_to=self._word("copy_to", draft.copy_to),
        )

    def _refuse(self, field: str, fault: Fault, value: str = "") -> None:
        self.faults.append(Misread(self.place, field, fault, value[:WORD_LENGTH]))

    def _name(self) -> str:
        name = self.draft.name.strip()
        if not name:
            self._refuse("name", Fault.NAME_MISSING)
        elif len(name) > NAME_LENGTH:
            self._refuse("name", Fault.TOO_LONG, name)
        return name

    def _each(
        self, field: str, values: Iterable[str], fits: Callable[[str], object], fault: Fault
    ) -> frozenset[str]:
        kept = [value.strip() for value in values if value.strip()]
        if len(kept) > MOST_VALUES:
            self._refuse(field, Fault.TOO_MANY)
        for value in kept:
            if len(value) > WORD_LENGTH or not fits(value):
                self._refuse(field, fault, value)
        return frozenset(kept)

    def _departments(self) -> frozenset[str]:
        numbers = self._each(
            "departments", self.draft.departments, _department, Fault.BAD_DEPARTMENT
        )
        return frozenset(filter(None, map(_department, numbers)))

    def _outcome(self) -> Outcome:
        try:
            return Outcome(self.draft.outcome)
        except ValueError:
            self._refuse("outcome", Fault.BAD_OUTCOME, self.draft.outcome)
            return Outcome.AS_FOUND

    def _siret(self) -> Siret | None:
        try:
            return parse_siret(self.draft.siret)
        except NotASiret:
            self._refuse("siret", Fault.BAD_SIRET, self.draft.siret)
            return None

    def _reason(self) -> Mode | None:
        found = next((mode for mode in WITHHELD if mode.value == self.draft.reason), None)
        if found is None:
            self._refuse("reason", Fault.BAD_REASON, self.draft.reason)
        return found

    def _priority(self) -> Priority:
        typed = self.draft.priority.strip().upper() or Priority.NORMAL.name
        if typed not in Priority.__members__:
            self._refuse("priority", Fault.BAD_PRIORITY, self.draft.priority)
            return Priority.NORMAL
        return Priority[typed]

    def _word(self, field: str, typed: str) -> str | None:
        word = typed.strip().lower()
        if word and not _slug(word):
            self._refuse(field, Fault.BAD_WORD, typed)
        return word or None


def _path(value: str) -> object:
    return _PATH.fullmatch(value)


def _slug(value: str) -> object:
    return _SLUG.fullmatch(value)


def _activity(value: str) -> object:
    return _ACTIVITY.fullmatch(value)


def _department(value: str) -> str | None:
    try:
        return parse_department(value)
    except NotADepartment:
        return None
