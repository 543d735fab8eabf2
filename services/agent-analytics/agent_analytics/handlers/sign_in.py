"""An agent signs in with a password and the code of a phone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from agent_analytics.domain.accounts import Account, Credentials, tidy_password
from agent_analytics.domain.one_time_code import matching_step
from agent_analytics.domain.sign_in import (
    TRIES_PER_ACCOUNT,
    TRIES_PER_ADDRESS,
    WINDOW,
    Proof,
    SignInRefused,
)
from agent_analytics.store import Store
from common.secrets import Safe, digest, new_secret, verify_password
from common.throttle import hit

# The code of nobody: an unknown account is checked like a known one.
_NO_SECRET = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"  # noqa: S105 - opens nothing


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The token is told once, to the browser; the database keeps its digest."""

    account: Account
    token: str = field(repr=False)
    expires_at: datetime


async def sign_in(proof: Proof, open_store: Callable[[], Store], *, safe: Safe) -> SignedIn:
    """Open a session, or raise SignInRefused or Throttled.

    Password and code are both checked, whatever the first says, with no connection held while
    the password is being hashed. Marking the code's step as used decides between two logins
    with one code. A refusal is audited like a success.
    """
    async with open_store() as store:
        await hit(store, f"sign-in:{proof.email}", limit=TRIES_PER_ACCOUNT, window=WINDOW)
        await hit(store, f"sign-in-from:{proof.address}", limit=TRIES_PER_ADDRESS, window=WINDOW)
        credentials = await store.agents.credentials(proof.email)
    step = await _proved_step(proof, credentials, safe=safe, now=store.clock.now())
    async with open_store() as store:
        signed_in = await _open_session(credentials, step, store)
        if signed_in is None:
            known = str(credentials.agent_id) if credentials else "unknown"
            store.audit("sign_in_refused", actor="anonymous", object_kind="agent", object_id=known)
    if signed_in is None:
        raise SignInRefused
    return signed_in


async def _proved_step(
    proof: Proof, credentials: Credentials | None, *, safe: Safe, now: datetime
) -> int | None:
    hashed = credentials.password_hash if credentials else None
    secret = safe.open(credentials.sealed_secret).decode() if credentials else _NO_SECRET
    last_step = credentials.last_step if credentials else None
    is_right = await verify_password(tidy_password(proof.password), hashed)
    step = matching_step(secret, proof.code, now=now, last_step=last_step)
    return step if is_right else None


async def _open_session(
    credentials: Credentials | None, step: int | None, store: Store
) -> SignedIn | None:
    if credentials is None or step is None:
        return None
    if not await store.agents.use_step(credentials.agent_id, step):
        return None
    account = await store.agents.get(credentials.agent_id)
    if account is None:
        return None
    token = new_secret(store.ground.chance)
    session = await store.sessions.open(account.agent_id, digest(token))
    store.audit(
        "signed_in",
        actor=f"agent:{account.agent_id}",
        object_kind="agent",
        object_id=str(account.agent_id),
    )
    return SignedIn(account, token, session.expires_at)
