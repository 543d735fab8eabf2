"""Give a program a key for Open311 requests, or take it back."""

from dataclasses import dataclass
from uuid import UUID

from common.ids import Chance
from common.secrets import digest, new_secret
from intake.store import Store


@dataclass(frozen=True, slots=True)
class MadeKey:
    """`key` is told once; the database keeps its digest."""

    id: UUID
    key: str


async def make_open311_key(name: str, store: Store, *, chance: Chance) -> MadeKey:
    """A key of 256 bits for the program of that name."""
    made = MadeKey(store.new_id(), new_secret(chance))
    await store.open311.add_key(made.id, name, digest(made.key))
    _record("open311_key_made", made.id, store)
    return made


async def end_open311_key(key_id: UUID, store: Store) -> bool:
    """False when no key in use has this id."""
    has_ended = await store.open311.end_key(key_id)
    if has_ended:
        _record("open311_key_ended", key_id, store)
    return has_ended


def _record(action: str, key_id: UUID, store: Store) -> None:
    store.audit(action, actor="operator", object_kind="open311_key", object_id=str(key_id))
