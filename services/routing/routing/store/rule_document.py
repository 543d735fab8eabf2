"""Rules as JSON: the shape in which versions are kept, the API speaks and files are exchanged."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from common.values import Siret
from routing.domain.mode import Mode
from routing.domain.rules import GENERAL, Condition, Outcome, Priority, Rule

_SETS = ("categories", "tags", "kinds", "wishes", "departments", "activities")


def as_document(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    return [_rule(rule) for rule in rules]


def as_rules(document: Sequence[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """The rules of a document that was written here, or checked at the border."""
    return tuple(_read(one) for one in document)


def _rule(rule: Rule) -> dict[str, Any]:
    when = {name: sorted(getattr(rule.condition, name)) for name in _SETS}
    return {
        "name": rule.name,
        "when": {name: values for name, values in when.items() if values},
        "outcome": rule.outcome.value,
        "siret": rule.siret,
        "reason": rule.withheld.value if rule.withheld else None,
        "queue": rule.queue,
        "priority": rule.priority.name.lower(),
        "copy_to": rule.copy_to,
    }


def _read(one: Mapping[str, Any]) -> Rule:
    when = one.get("when", {})
    return Rule(
        name=one["name"],
        condition=Condition(**{name: frozenset(when.get(name, ())) for name in _SETS}),
        outcome=Outcome(one["outcome"]),
        siret=Siret(one["siret"]) if one.get("siret") else None,
        withheld=Mode(one["reason"]) if one.get("reason") else None,
        queue=one.get("queue") or GENERAL,
        priority=Priority[str(one.get("priority") or "normal").upper()],
        copy_to=one.get("copy_to"),
    )
