"""Rules put in force as a supervisor would."""

from routing.domain.rules import Rule
from routing.parts import RoutingParts


async def put_in_force(parts: RoutingParts, *rules: Rule) -> int:
    """A version with these rules, in force from now on; gives its number."""
    async with parts.open_store() as store:
        added = await store.rules.add(rules, author="agent/test", note="for a test")
        now = parts.ground.clock.now()
        await store.rules.activate(
            added.version, effective_from=now, by="agent/test", announced=True
        )
    return added.version
