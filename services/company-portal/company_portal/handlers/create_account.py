"""An account opens: from a letter and a mail, or by an operator's hand."""

from dataclasses import dataclass, replace
from uuid import UUID

from common.secrets import digest, hash_password
from company_portal.domain.account import Account
from company_portal.domain.passwords import check_password
from company_portal.domain.rights import Access, first_access
from company_portal.handlers.account_state import announce_account
from company_portal.store import Store


class LinkSpent(Exception):
    """The link of the mail is unknown, used, replaced or too old."""


class AccountExists(Exception):
    """The address has an account already."""


@dataclass(frozen=True, slots=True)
class CreateAccount:
    """`token` is the secret of the mailed link."""

    token: str
    password: str
    first_name: str
    last_name: str
    lang: str = "fr"


@dataclass(frozen=True, slots=True)
class Opened:
    """`is_new` is False when an account of that address was given one more establishment."""

    account_id: UUID
    email: str
    siret: str
    is_new: bool


async def create_account(command: CreateAccount, store: Store) -> Opened:
    """Open the account that the link promises; letter and link are spent with it.

    A mailbox that has an account keeps it, with its password and names, and gains the
    establishment. Raises LinkSpent, WeakPassword.
    """
    token_digest = digest(command.token)
    siret = await store.activations.siret_of_link(token_digest)
    establishment = None if siret is None else await store.establishments.lock(siret)
    link = await store.activations.lock_link(token_digest)
    now = store.clock.now()
    if establishment is None or link is None or not link.is_usable(now):
        raise LinkSpent
    account, is_new = await _account_of(link.email, command, store, about=establishment.name)
    access = first_access(
        link.siret,
        is_head_office=establishment.is_head_office,
        has_admin=await store.accounts.has_admin(link.siret),
    )
    await store.activations.use_link(link.link_id, at=now)
    await store.activations.use_code(link.code_id, at=now)
    await _grant(account, access, store)
    return Opened(account.account_id, account.email, link.siret, is_new)


async def _account_of(
    email: str, command: CreateAccount, store: Store, *, about: str
) -> tuple[Account, bool]:
    """The mailbox's account and whether it was opened just now."""
    known = await store.accounts.by_email(email)
    if known is not None:
        return known, False
    opened = await _new_account(command, email, store, about=about)
    if await store.accounts.add(opened, at=store.clock.now()):
        return opened, True
    # Another link to the same mailbox was followed at the same time, and came first.
    return await store.accounts.by_email(email) or opened, False


async def _new_account(command: CreateAccount, email: str, store: Store, *, about: str) -> Account:
    check_password(command.password, about=(email, command.first_name, command.last_name, about))
    return Account(
        account_id=store.new_id(),
        version=0,
        email=email,
        first_name=command.first_name,
        last_name=command.last_name,
        lang=command.lang,
        is_active=True,
        password_hash=await hash_password(command.password),
        sealed_totp=None,
        sealed_pending_totp=None,
        accesses=(),
    )


async def _grant(account: Account, access: Access, store: Store) -> None:
    await store.accounts.grant(account.account_id, access, at=store.clock.now())
    store.audit(
        "access_granted",
        actor=f"account:{account.account_id}",
        object_kind="establishment",
        object_id=access.siret,
        role=access.role,
    )
    await announce_account(account, store)


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """What an operator opens for a company; `sealed_totp` asks for a one-time code at login."""

    email: str
    password: str
    first_name: str
    last_name: str
    access: Access
    sealed_totp: bytes | None = None

    def sealed(self, totp: bytes) -> "OpenAccount":
        return replace(self, sealed_totp=totp)


async def open_account(command: OpenAccount, store: Store) -> Opened:
    """Open an account without letter or mail. Raises AccountExists, WeakPassword."""
    asked = CreateAccount("", command.password, command.first_name, command.last_name)
    account = replace(
        await _new_account(asked, command.email, store, about=""),
        sealed_totp=command.sealed_totp,
    )
    if not await store.accounts.add(account, at=store.clock.now()):
        raise AccountExists(command.email)
    await _grant(account, command.access, store)
    return Opened(account.account_id, account.email, command.access.siret, is_new=True)
