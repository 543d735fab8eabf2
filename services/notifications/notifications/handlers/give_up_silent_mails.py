"""Declare `unknown` the mails whose sender died while sending them."""

from notifications.handlers.announce_endings import announce_endings
from notifications.store import Store


async def give_up_silent_mails(store: Store) -> int:
    endings = await store.mailbag.give_up_silent()
    announce_endings(store, endings)
    return len(endings)
