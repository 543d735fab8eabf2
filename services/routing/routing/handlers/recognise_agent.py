"""Who is at the triage desk: by the token that agent-analytics signed, or by the session here."""

from datetime import timedelta

from common.agent_tokens import Agent, BadToken, Role, verify
from common.secrets import digest, new_secret
from routing.store import Store

AUDIENCE = "routing"
SESSION_LIFE = timedelta(minutes=30)


class NotForOperators(Exception):
    """Operators run the machines; they see no report."""


class SupervisorsOnly(Exception):
    """The deed is a supervisor's: rules bind every territory."""


async def recognise_token(token: str, store: Store) -> Agent:
    """Raises `BadToken` for a token that proves nothing here, `NotForOperators`."""
    now = store.clock.now()
    return _admitted(verify(token, await store.agents.keys(now), audience=AUDIENCE, now=now))


async def recognise_session(secret: str | None, store: Store) -> Agent:
    """Raises `BadToken` without a session that is still open, `NotForOperators`."""
    now = store.clock.now()
    agent = await store.agents.in_session(digest(secret), now) if secret else None
    if agent is None:
        raise BadToken("no session")
    return _admitted(agent)


async def open_session(token: str, store: Store) -> str:
    """Replace a token of ten minutes by a session here; returns the cookie’s secret."""
    agent = await recognise_token(token, store)
    secret = new_secret(store.ground.chance)
    expires_at = store.clock.now() + SESSION_LIFE
    await store.agents.open_session(digest(secret), agent, expires_at=expires_at)
    store.audit(
        "agent_arrived", actor=f"agent/{agent.id}", object_kind="agent", object_id=str(agent.id)
    )
    return secret


async def close_session(secret: str | None, store: Store) -> None:
    if secret is not None:
        await store.agents.close_session(digest(secret))


def _admitted(agent: Agent) -> Agent:
    if agent.role is Role.OPERATOR:
        raise NotForOperators
    return agent


def as_supervisor(agent: Agent) -> Agent:
    """Raises `SupervisorsOnly`."""
    if agent.role is not Role.SUPERVISOR:
        raise SupervisorsOnly
    return agent
