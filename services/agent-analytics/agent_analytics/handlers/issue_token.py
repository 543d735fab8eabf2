"""A signed-in agent gets a proof for another service."""

import base64
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from joserfc.jwk import OKPKey

from agent_analytics.domain.accounts import Account
from agent_analytics.domain.keys import key_that_signs
from agent_analytics.handlers.keep_keys import keep_keys
from agent_analytics.store import Store
from common.agent_tokens import LIFE, Agent, Role, sign
from common.secrets import Safe


class Audience(StrEnum):
    """The services that know agents by tokens."""

    INTAKE = "intake"
    ROUTING = "routing"
    COMPANY_PORTAL = "company-portal"
    NOTIFICATIONS = "notifications"


@dataclass(frozen=True, slots=True)
class Token:
    token: str = field(repr=False)
    expires_at: datetime


async def issue_token(account: Account, audience: Audience, store: Store, *, safe: Safe) -> Token:
    """A token for that service alone, ten minutes long.

    The first token of all makes the first key: the other services learn it a moment later.
    """
    now = store.clock.now()
    keys = await store.keys.alive(now)
    if not keys:
        await keep_keys(store, safe=safe)
        keys = await store.keys.alive(now)
    chosen = key_that_signs(keys, now)
    key = OKPKey.import_key(
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "kid": chosen.kid,
            "x": chosen.public_x,
            "d": base64.urlsafe_b64encode(safe.open(chosen.sealed_private)).decode().rstrip("="),
        }
    )
    agent = Agent(account.agent_id, Role(account.role.value), account.departments)
    store.audit(
        "token_issued",
        actor=f"agent:{account.agent_id}",
        object_kind="service",
        object_id=audience.value,
    )
    return Token(sign(agent, key, audience=audience.value, now=now), now + LIFE)
