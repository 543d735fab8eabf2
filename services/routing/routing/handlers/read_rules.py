"""Show a version of the rules: what it says, when it is in force, what is odd in it."""

from collections.abc import Sequence

from routing.domain.rule_cautions import Caution, cautions_of
from routing.domain.rule_standing import Reign, reigns
from routing.domain.rules import Rule
from routing.store import Store
from routing.store.rule_sets import RuleSet


class UnknownRules(Exception):
    """No version has that number."""


async def version_of(version: int, store: Store) -> RuleSet:
    """Raises `UnknownRules`."""
    found = await store.rules.get(version)
    if found is None:
        raise UnknownRules
    return found


async def cautions_about(rules: Sequence[Rule], store: Store) -> tuple[Caution, ...]:
    """What a person should look at before these rules are in force."""
    named = {rule.siret for rule in rules if rule.siret is not None}
    known = await store.establishments.many(named)
    paths = {path for rule in rules for path in rule.condition.categories}
    return cautions_of(
        rules,
        seen_categories=await store.facts.seen(paths),
        is_open={siret: one.is_open for siret, one in known.items()},
    )


async def reigns_known(store: Store) -> tuple[Reign, ...]:
    """Every time during which a version was, is or will be in force, in order."""
    made = await store.rules.activations()
    return reigns([(one.version, one.effective_from) for one in made])
