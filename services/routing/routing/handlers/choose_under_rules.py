"""Choose a recipient as the rules in force say: before routing looks for one, or after."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from common.contracts.report import ReportContent
from common.messaging.subscription import Later
from common.values import Siret
from routing.domain.choice import Choice
from routing.domain.mode import Mode
from routing.domain.replay import Finding
from routing.domain.rules import Facts, Outcome, Verdict, judge, judge_early, path_of
from routing.handlers.choose_established import choose_established
from routing.store import Store

Found = tuple[Choice, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Ruled:
    """The choice, what was used for it, what the rules said, and what routing found without."""

    choice: Choice
    evidence: dict[str, Any]
    verdict: Verdict
    facts: Facts
    found: Finding | None


async def choose_under_rules(
    content: ReportContent,
    store: Store,
    *,
    department: str | None,
    find: Callable[[], Awaitable[Found]],
) -> Ruled:
    """`find` looks for the recipient; it is not called when the rules name one or forbid any."""
    in_force = await store.rules.in_force(store.clock.now())
    facts = facts_of(content, department=department)
    verdict = judge_early(in_force.rules, facts)
    evidence: dict[str, Any] = {"target": content.target.kind}
    choice, found = Choice(Mode.TRIAGE_RULE), None
    # An agent to whom a rule gives the report is glad of what the search thought of.
    if verdict is None or verdict.outcome in {Outcome.AS_FOUND, Outcome.TRIAGE}:
        choice, evidence = await find()
        found = finding_of(choice)
    if verdict is None:
        told = facts.of_recipient(found.department, found.activity_code) if found else facts
        verdict = judge(in_force.rules, told)
    evidence["rules_version"] = in_force.version
    if verdict.rule is not None:
        evidence |= rule_evidence(verdict)
    choice = await _ordered(verdict, choice, store)
    return Ruled(choice, evidence, verdict, facts, found)


def facts_of(content: ReportContent, *, department: str | None) -> Facts:
    """What rules may look at before a recipient is known."""
    return Facts(
        path=path_of(content.category, content.subcategories),
        tags=frozenset(content.tags),
        kind=content.target.kind,
        wish=content.wish.value,
        department=department,
    )


def finding_of(choice: Choice) -> Finding:
    holder = choice.establishment
    if holder is None:
        return Finding(choice.mode)
    return Finding(choice.mode, holder.siret, holder.location.department, holder.activity_code)


def rule_evidence(verdict: Verdict) -> dict[str, Any]:
    """What a decision keeps of the rule that applied."""
    told: dict[str, Any] = {"rule": verdict.rule.name if verdict.rule else ""}
    told["priority"] = verdict.priority.name.lower()
    return told | ({"copy_to": verdict.copy_to} if verdict.copy_to else {})


async def _ordered(verdict: Verdict, found: Choice, store: Store) -> Choice:
    """The choice that the verdict orders; a recipient who is gone means an agent must choose."""
    match verdict.outcome:
        case Outcome.WITHHOLD if verdict.withheld is not None:
            return Choice(verdict.withheld)
        case Outcome.TRIAGE:
            return Choice(Mode.TRIAGE_RULE, candidates=found.candidates)
        case Outcome.RECIPIENT if verdict.siret is not None:
            return await choose_named(verdict.siret, store)
        case _:
            return found


async def choose_named(siret: Siret, store: Store) -> Choice:
    """The establishment that a rule names, or what stands in for it."""
    if await store.registry.version() is None:
        raise Later("no registry has been imported yet")
    named = await store.establishments.get(siret)
    choice = await choose_established(named, store)
    if choice.establishment is None:
        return choice
    return Choice(Mode.RULE, choice.establishment, choice.candidates)
