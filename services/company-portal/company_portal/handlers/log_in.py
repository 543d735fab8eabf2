"""A person signs in, and out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from common.secrets import Safe, digest, hash_password, needs_rehash, new_secret, verify_password
from common.throttle import hit
from company_portal.domain.account import Account
from company_portal.domain.one_time_code import matching_step
from company_portal.store import Store

TRIES_PER_ADDRESS = 10
TRIES_PER_ORIGIN = 60
WINDOW = timedelta(minutes=15)


class WrongCredentials(Exception):
    """The address, the password or the one-time code is not right; which one is not said."""


class OneTimeCodeWanted(Exception):
    """The password is right, and the account asks for a one-time code as well."""


@dataclass(frozen=True, slots=True)
class LogIn:
    """`email` is lower case; `origin` is the network address that the request came from."""

    email: str
    password: str
    one_time_code: str | None
    origin: str


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """`token` is the session's secret, told once."""

    token: str
    account: Account
    expires_at: datetime


async def log_in(command: LogIn, store: Store, *, safe: Safe) -> LoggedIn:
    """Begin a session; an unknown address takes the same time as a wrong password.

    Raises WrongCredentials, OneTimeCodeWanted, Throttled.
    """
    await hit(store, f"login:{command.email}", limit=TRIES_PER_ADDRESS, window=WINDOW)
    await hit(store, f"login-from:{command.origin}", limit=TRIES_PER_ORIGIN, window=WINDOW)
    account = await store.accounts.by_email(command.email)
    known = account is not None and account.is_active
    hashed = account.password_hash if account is not None and known else None
    if not await verify_password(command.password, hashed) or account is None:
        raise WrongCredentials
    await _check_one_time_code(account, command.one_time_code, store, safe=safe)
    if needs_rehash(account.password_hash):
        await store.accounts.set_password_hash(
            account.account_id, await hash_password(command.password)
        )
    token = new_secret(store.ground.chance)
    expires_at = await store.sessions.start(digest(token), account.account_id, at=store.clock.now())
    store.audit(
        "logged_in",
        actor=f"account:{account.account_id}",
        object_kind="account",
        object_id=str(account.account_id),
    )
    return LoggedIn(token, account, expires_at)


async def _check_one_time_code(
    account: Account, code: str | None, store: Store, *, safe: Safe
) -> None:
    if account.sealed_totp is None:
        return
    if not code:
        raise OneTimeCodeWanted
    step = matching_step(safe.open(account.sealed_totp), code, store.clock.now())
    if step is None or not await store.accounts.use_totp_step(account.account_id, step):
        raise WrongCredentials


async def log_out(token: str, store: Store) -> None:
    """End the session; one that has ended already stays so."""
    await store.sessions.end(digest(token))
