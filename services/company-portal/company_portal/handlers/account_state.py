"""An account in the words of the contracts."""

from common.contracts.company_portal import AccountAccess, AccountChanged, AccountRole
from company_portal.domain.account import Account
from company_portal.store import Store


async def announce_account(account: Account, store: Store) -> None:
    """Tell the others an account as it stands in this transaction."""
    kept = await store.accounts.by_id(account.account_id) or account
    store.publish(
        AccountChanged(
            account_id=kept.account_id,
            version=kept.version,
            email=kept.email,
            first_name=kept.first_name,
            last_name=kept.last_name,
            lang="en" if kept.lang == "en" else "fr",
            is_active=kept.is_active,
            accesses=tuple(
                AccountAccess(
                    siret=access.siret,
                    role=AccountRole(access.role),
                    covers_siren=access.covers_siren,
                )
                for access in kept.accesses
            ),
        )
    )
