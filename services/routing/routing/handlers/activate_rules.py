"""Put a version of the rules in force, now or from a day on; or bring an earlier one back."""

from dataclasses import dataclass
from datetime import date, datetime, time

from common.agent_tokens import Agent
from common.clock import PARIS, paris_date
from common.contracts.routing import RulesActivated
from routing.handlers.read_rules import version_of
from routing.store import Store
from routing.store.rule_sets import Activation, RuleSet


class DayGone(Exception):
    """The day is over: what was decided then is not judged again."""


class AlreadyInForce(Exception):
    """The version is the one in force."""


@dataclass(frozen=True, slots=True)
class ActivateRules:
    """`on`: the day in Paris from which the version is in force; None or today: at once."""

    version: int
    agent: Agent
    on: date | None = None


@dataclass(frozen=True, slots=True)
class RestoreRules:
    version: int
    agent: Agent
    note: str


async def activate_rules(command: ActivateRules, store: Store) -> Activation:
    """Exactly one version is in force at any instant: this one from then on.

    Raises `UnknownRules`, `DayGone`, `AlreadyInForce`.
    """
    await store.rules.claim()
    wanted = await version_of(command.version, store)
    now = store.clock.now()
    begins = beginning_of(command.on, now)
    if (await store.rules.in_force(begins)).version == wanted.version:
        raise AlreadyInForce
    return await _put_in_force(wanted, begins, command.agent, store)


async def restore_rules(command: RestoreRules, store: Store) -> RuleSet:
    """Roll back: the earlier rules become a new version, in force at once.

    Raises `UnknownRules`, `AlreadyInForce`.
    """
    await store.rules.claim()
    earlier = await version_of(command.version, store)
    now = store.clock.now()
    if (await store.rules.in_force(now)).version == earlier.version:
        raise AlreadyInForce
    again = await store.rules.add(
        earlier.rules,
        author=f"agent/{command.agent.id}",
        note=command.note,
        based_on=earlier.version,
        restores=earlier.version,
    )
    await _put_in_force(again, now, command.agent, store)
    return again


async def announce_begun(store: Store) -> int:
    """Tell the others of the versions that have come into force since; how many there were."""
    now = store.clock.now()
    begun = await store.rules.unannounced(now)
    for activation in begun:
        rules = await version_of(activation.version, store)
        store.publish(_fact(activation, rules))
        await store.rules.mark_announced(activation.number, now)
    return len(begun)


def beginning_of(on: date | None, now: datetime) -> datetime:
    """The instant from which a version put in force `on` that day counts: midnight in Paris.

    Raises `DayGone` for a day before today.
    """
    today = paris_date(now)
    if on is None or on == today:
        return now
    if on < today:
        raise DayGone
    return datetime.combine(on, time.min, PARIS)


async def _put_in_force(rules: RuleSet, begins: datetime, agent: Agent, store: Store) -> Activation:
    actor = f"agent/{agent.id}"
    has_begun = begins <= store.clock.now()
    activation = await store.rules.activate(
        rules.version, effective_from=begins, by=actor, announced=has_begun
    )
    if has_begun:
        store.publish(_fact(activation, rules))
    store.audit(
        "rules_activated",
        actor=actor,
        object_kind="rules",
        object_id=str(rules.version),
        effective_from=begins.isoformat(),
    )
    return activation


def _fact(activation: Activation, rules: RuleSet) -> RulesActivated:
    return RulesActivated(
        activation=activation.number,
        version=rules.version,
        effective_from=activation.effective_from,
        activated_by=activation.activated_by,
        note=rules.note,
        rule_names=tuple(rule.name for rule in rules.rules),
        restores=rules.restores,
    )
