"""An account takes up one-time codes: a secret is proposed, then proved by its first code."""

from dataclasses import dataclass
from datetime import timedelta

from common.secrets import Safe, digest, verify_password
from common.throttle import hit
from company_portal.domain.account import Account
from company_portal.domain.one_time_code import SECRET_BYTES, matching_step
from company_portal.handlers.log_in import WrongCredentials
from company_portal.store import Store

TRIES = 10
WINDOW = timedelta(minutes=15)


class AlreadyEnrolled(Exception):
    """The account asks for one-time codes already."""


class NothingProposed(Exception):
    """No secret is waiting for its first code."""


async def propose_one_time_code(
    account: Account, password: str, store: Store, *, safe: Safe
) -> None:
    """Prepare a secret for the person's application, against the password.

    Raises AlreadyEnrolled, WrongCredentials, Throttled.
    """
    await hit(store, f"enrol:{account.account_id}", limit=TRIES, window=WINDOW)
    if account.sealed_totp is not None:
        raise AlreadyEnrolled
    if not await verify_password(password, account.password_hash):
        raise WrongCredentials
    secret = store.ground.chance.token_bytes(SECRET_BYTES)
    await store.accounts.propose_totp(account.account_id, safe.seal(secret))


@dataclass(frozen=True, slots=True)
class EnrolOneTimeCode:
    """`session_token` is the secret of the session that goes on."""

    account: Account
    code: str
    session_token: str


async def enrol_one_time_code(command: EnrolOneTimeCode, store: Store, *, safe: Safe) -> None:
    """Ask for a code at each login from now on; every other session ends.

    Raises NothingProposed, WrongCredentials, Throttled.
    """
    account = command.account
    await hit(store, f"enrol:{account.account_id}", limit=TRIES, window=WINDOW)
    if account.sealed_pending_totp is None:
        raise NothingProposed
    step = matching_step(safe.open(account.sealed_pending_totp), command.code, store.clock.now())
    if step is None:
        raise WrongCredentials
    await store.accounts.enrol_totp(account.account_id, step=step)
    await store.sessions.end_others(account.account_id, keep=digest(command.session_token))
    store.audit(
        "one_time_code_enrolled",
        actor=f"account:{account.account_id}",
        object_kind="account",
        object_id=str(account.account_id),
    )
