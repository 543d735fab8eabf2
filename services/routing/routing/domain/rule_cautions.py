"""What is odd in a rule set without being wrong: a person should look before it is in force."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from common.values import Siret
from routing.domain.rules import Condition, Rule


class Oddity(StrEnum):
    SHADOWED = "shadowed"
    UNSEEN_CATEGORY = "unseen_category"
    UNKNOWN_RECIPIENT = "unknown_recipient"
    CLOSED_RECIPIENT = "closed_recipient"


@dataclass(frozen=True, slots=True)
class Caution:
    """`rule` counts from 0; `value` is the earlier rule, the category or the SIRET concerned."""

    rule: int
    oddity: Oddity
    value: str


def cautions_of(
    rules: Sequence[Rule],
    *,
    seen_categories: Collection[str],
    is_open: Mapping[Siret, bool],
) -> tuple[Caution, ...]:
    """`seen_categories`: paths of past reports; `is_open`: the recipients the registry knows."""
    return tuple(
        warning
        for place, rule in enumerate(rules)
        for warning in (
            *_shadowed(place, rules),
            *_unseen(place, rule, seen_categories),
            *_recipient(place, rule, is_open),
        )
    )


def covers(earlier: Condition, later: Condition) -> bool:
    """Whether everything that fits the later condition fits the earlier one too."""
    return (
        _wider(earlier.categories, later.categories, _beneath)
        and _wider(earlier.activities, later.activities, str.startswith)
        and all(
            _wider(getattr(earlier, name), getattr(later, name), str.__eq__)
            for name in ("tags", "kinds", "wishes", "departments")
        )
    )


def _wider(
    earlier: Collection[str], later: Collection[str], is_in: Callable[[str, str], bool]
) -> bool:
    if not earlier:
        return True
    return bool(later) and all(any(is_in(one, of) for of in earlier) for one in later)


def _beneath(one: str, of: str) -> bool:
    return one == of or one.startswith(f"{of}/")


def _shadowed(place: int, rules: Sequence[Rule]) -> Iterator[Caution]:
    rule = rules[place]
    for earlier in rules[:place]:
        if covers(earlier.condition, rule.condition):
            yield Caution(place, Oddity.SHADOWED, earlier.name)
            return


def _unseen(place: int, rule: Rule, seen: Collection[str]) -> Iterator[Caution]:
    for category in sorted(rule.condition.categories):
        if not any(_beneath(path, category) for path in seen):
            yield Caution(place, Oddity.UNSEEN_CATEGORY, category)


def _recipient(place: int, rule: Rule, is_open: Mapping[Siret, bool]) -> Iterator[Caution]:
    if rule.siret is None or is_open.get(rule.siret):
        return
    known = rule.siret in is_open
    oddity = Oddity.CLOSED_RECIPIENT if known else Oddity.UNKNOWN_RECIPIENT
    yield Caution(place, oddity, rule.siret)
