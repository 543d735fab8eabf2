"""What changed between two versions of the rules, rule by rule."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from routing.domain.rules import Rule


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """A rule, by its name. `before` is None when it is new, `after` when it is gone.

    `aspects` are the fields that differ; places count from 1.
    """

    name: str
    change: Change
    before: Rule | None = None
    after: Rule | None = None
    place_before: int | None = None
    place_after: int | None = None
    aspects: tuple[str, ...] = ()


def differences(old: Sequence[Rule], new: Sequence[Rule]) -> tuple[Difference, ...]:
    """In the order of the new rules, then those that are gone. A rule is known by its name."""
    before = {rule.name: (place, rule) for place, rule in enumerate(old, start=1)}
    after = {rule.name: rule for rule in new}
    order = [name for name in before if name in after]
    told = [
        found
        for place, rule in enumerate(new, start=1)
        if (found := _of(rule, place, before.get(rule.name), order, after)) is not None
    ]
    gone = [
        Difference(name, Change.REMOVED, before=rule, place_before=place)
        for name, (place, rule) in before.items()
        if name not in after
    ]
    return (*told, *gone)


def _of(
    rule: Rule,
    place: int,
    was: tuple[int, Rule] | None,
    order: Sequence[str],
    after: dict[str, Rule],
) -> Difference | None:
    if was is None:
        return Difference(rule.name, Change.ADDED, after=rule, place_after=place)
    place_before, earlier = was
    aspects = _aspects(earlier, rule)
    # Moved: among the rules that both have, it stands elsewhere.
    kept = [name for name in after if name in order]
    has_moved = order.index(rule.name) != kept.index(rule.name)
    if not aspects and not has_moved:
        return None
    change = Change.CHANGED if aspects else Change.MOVED
    return Difference(rule.name, change, earlier, rule, place_before, place, aspects)


def _aspects(one: Rule, other: Rule) -> tuple[str, ...]:
    """The fields of the rule and of its condition that differ."""
    own = [
        field.name
        for field in fields(Rule)
        if field.name != "condition" and getattr(one, field.name) != getattr(other, field.name)
    ]
    condition = [
        field.name
        for field in fields(type(one.condition))
        if getattr(one.condition, field.name) != getattr(other.condition, field.name)
    ]
    return (*condition, *own)
