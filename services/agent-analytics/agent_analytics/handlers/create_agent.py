"""An operator opens an account for a public officer."""

import base64
from dataclasses import dataclass, field
from uuid import UUID

from agent_analytics.domain.accounts import NewAccount, check_account, tidy_password
from agent_analytics.domain.territory import Role
from agent_analytics.store import Store
from common.secrets import Safe, hash_password

_SECRET_BYTES = 20


@dataclass(frozen=True, slots=True)
class CreateAgent:
    email: str
    password: str = field(repr=False)
    role: Role
    departments: frozenset[str]
    first_name: str
    last_name: str


@dataclass(frozen=True, slots=True)
class AgentCreated:
    """`totp_secret` is told once, for the phone; base32 of 160 bits (RFC 4226)."""

    agent_id: UUID
    totp_secret: str = field(repr=False)


async def create_agent(command: CreateAgent, store: Store, *, safe: Safe) -> AgentCreated:
    """Open the account; raises AccountRefused or EmailTaken."""
    password = tidy_password(command.password)
    check_account(
        email=command.email,
        password=password,
        role=command.role,
        departments=command.departments,
    )
    secret = base64.b32encode(store.ground.chance.token_bytes(_SECRET_BYTES)).decode()
    agent_id = store.new_id()
    account = NewAccount(
        agent_id=agent_id,
        email=command.email,
        password_hash=await hash_password(password),
        sealed_secret=safe.seal(secret.encode()),
        role=command.role,
        departments=command.departments,
        first_name=command.first_name,
        last_name=command.last_name,
    )
    await store.agents.add(account)
    store.audit("agent_created", actor="operator", object_kind="agent", object_id=str(agent_id))
    return AgentCreated(agent_id, secret)
