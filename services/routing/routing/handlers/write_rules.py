"""Write a version of the routing rules. It is a draft until somebody puts it in force."""

from collections.abc import Sequence
from dataclasses import dataclass

from common.agent_tokens import Agent
from routing.domain.rule_drafts import RuleDraft, read_drafts
from routing.handlers.read_rules import version_of
from routing.store import Store
from routing.store.rule_sets import RuleSet

MOST_NOTE = 1_000


@dataclass(frozen=True, slots=True)
class WriteRules:
    drafts: Sequence[RuleDraft]
    note: str
    agent: Agent
    based_on: int | None = None


async def write_rules(command: WriteRules, store: Store) -> RuleSet:
    """Keep the rules as a new version. Raises `RulesRefused` with every fault, `UnknownRules`."""
    rules = read_drafts(command.drafts)
    if command.based_on is not None:
        await version_of(command.based_on, store)
    actor = f"agent/{command.agent.id}"
    written = await store.rules.add(
        rules, author=actor, note=command.note, based_on=command.based_on
    )
    store.audit("rules_written", actor=actor, object_kind="rules", object_id=str(written.version))
    return written
