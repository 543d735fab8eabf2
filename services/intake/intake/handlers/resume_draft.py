"""Open a draft in another browser, by the secret of its mailed link."""

from common.secrets import digest
from common.throttle import hit
from intake.domain.draft import LINK_TRIES_PER_NETWORK, LINKS_WINDOW, Draft
from intake.store import Store


class UnknownLink(Exception):
    """No draft is resumed by this secret: it was never given, was replaced, or has ended."""


async def resume_draft(secret: str, store: Store, *, network: str) -> Draft:
    """The secret is the other browser’s token as long as the link lasts.

    Raises `UnknownLink` and `Throttled`.
    """
    await hit(store, f"resume:{network}", limit=LINK_TRIES_PER_NETWORK, window=LINKS_WINDOW)
    draft = await store.drafts.of_token(digest(secret))
    if draft is None:
        raise UnknownLink
    return draft
