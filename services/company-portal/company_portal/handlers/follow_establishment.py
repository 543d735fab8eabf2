"""What became of an establishment that holds or held reports."""

from common.contracts.routing import EstablishmentChange, EstablishmentChanged, EstablishmentClosed
from company_portal.store import Store
from company_portal.store.establishments import Closing


async def follow_change(changed: EstablishmentChanged, store: Store) -> None:
    """Keep its new name and address; older news than those kept change nothing.

    A person whose name INSEE no longer diffuses is forgotten, however late the news.
    """
    await store.establishments.describe(changed.recipient, at=changed.occurred_at)
    if EstablishmentChange.UNDISCLOSED in changed.changes:
        await store.establishments.forget_names(changed.siret)


async def follow_closing(closed: EstablishmentClosed, store: Store) -> None:
    """Keep that it is closed, since when, and who carries on.

    Its open reports stay where they are: whoever has an account there, or at the head office,
    still answers for them.
    """
    successor = closed.successor
    closing = Closing(closed.closed_on)
    if successor is not None:
        name = successor.trade_name or successor.name
        closing = Closing(closed.closed_on, successor.siret, name)
    await store.establishments.describe(closed.recipient, at=closed.occurred_at, closing=closing)
    if not closed.recipient.address.lines:
        await store.establishments.forget_names(closed.siret)
