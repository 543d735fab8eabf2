"""Whose session is it?"""

from dataclasses import dataclass

from common.secrets import digest
from company_portal.domain.account import Account
from company_portal.domain.rights import Actor
from company_portal.store import Store


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` is the session's secret; the account has the rights it has now."""

    token: str
    account: Account

    @property
    def actor(self) -> Actor:
        return self.account.actor


async def recognise_session(token: str | None, store: Store) -> SignedIn | None:
    """Who is signed in with this secret, the session kept awake; None: nobody, or no longer."""
    if token is None:
        return None
    account_id = await store.sessions.account_of(digest(token), at=store.clock.now())
    account = None if account_id is None else await store.accounts.by_id(account_id)
    return SignedIn(token, account) if account is not None and account.is_active else None
