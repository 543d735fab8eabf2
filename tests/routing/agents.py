"""Agents as they arrive at routing: with a token that agent-analytics signed."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from joserfc.jwk import OKPKey

from common.agent_tokens import Agent, Role, sign
from common.contracts.agent_analytics import SigningKey, SigningKeysPublished
from common.messaging.subscription import Subscription
from common.testing.messaging import deliver
from routing.parts import RoutingParts
from routing.store import Store

MARSEILLE = Agent(UUID(int=7), Role.AGENT, frozenset({"13"}))
PARIS = Agent(UUID(int=8), Role.AGENT, frozenset({"75"}))
SUPERVISOR = Agent(UUID(int=9), Role.SUPERVISOR)
OPERATOR = Agent(UUID(int=10), Role.OPERATOR)


async def publish_keys(
    parts: RoutingParts, listening: Sequence[Subscription[Store]], key: OKPKey
) -> None:
    """As agent-analytics does when it starts, and at each rotation."""
    retires_at = parts.ground.clock.now() + timedelta(days=30)
    public = SigningKey(kid=str(key.kid), x=str(key.as_dict()["x"]), retires_at=retires_at)
    await deliver(listening, parts, SigningKeysPublished(version=1, keys=(public,)))


def a_token(
    parts: RoutingParts, key: OKPKey, agent: Agent = MARSEILLE, *, audience: str = "routing"
) -> str:
    return sign(agent, key, audience=audience, now=parts.ground.clock.now())


def bearer(parts: RoutingParts, key: OKPKey, agent: Agent = MARSEILLE) -> dict[str, str]:
    return {"authorization": f"Bearer {a_token(parts, key, agent)}"}
