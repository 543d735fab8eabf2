"""Take note that a mailbox does not exist."""

from dataclasses import dataclass
from uuid import UUID

from notifications.store import Store


@dataclass(frozen=True, slots=True)
class Bounce:
    """What the mail provider reports; `is_hard`: the mailbox will never take a mail."""

    id: str
    delivery_id: UUID
    is_hard: bool


async def hear_bounce(bounce: Bounce, store: Store) -> None:
    """A hard bounce stops all mail to the address; heard again, or of an unknown mail: nothing."""
    if not await store.bounces.hear(bounce.id) or not bounce.is_hard:
        return
    digest = await store.bounces.digest_of(bounce.delivery_id)
    if digest is not None:
        await store.bounces.suppress(digest)
