"""Keep whom to write to about a company's reports."""

from common.contracts.company_portal import AccountChanged
from notifications.store import Store


async def remember_account(event: AccountChanged, store: Store) -> None:
    await store.accounts.replace(event)
