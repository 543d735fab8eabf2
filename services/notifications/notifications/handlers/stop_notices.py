"""Stop a user's notices about an establishment, as the link in a mail asks."""

from common.values import Siret
from notifications.domain.links import Links
from notifications.store import Store


async def stop_notices(token: str, store: Store, *, links: Links) -> Siret:
    """The establishment concerned. Raises `BadToken` when the link was not made here."""
    account_id, siret = links.unsubscribing(token)
    await store.accounts.opt_out(account_id, siret)
    store.audit(
        "notices_stopped", actor=str(account_id), object_kind="establishment", object_id=siret
    )
    return siret
