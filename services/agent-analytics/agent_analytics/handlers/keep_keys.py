"""The keys that sign agents' tokens are made, renewed and told to the other services."""

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent_analytics.domain.keys import (
    Publication,
    SigningKey,
    is_due,
    needs_successor,
    retirement_of,
)
from agent_analytics.store import Store
from common.contracts.agent_analytics import SigningKey as PublicKey
from common.contracts.agent_analytics import SigningKeysPublished
from common.secrets import Safe

SEED_BYTES = 32
_KID_BYTES = 8


async def keep_keys(store: Store, *, safe: Safe) -> int:
    """Make the successor when it is time, and tell the list when it changed or is due again.

    One transaction at a time does so. Returns how many keys were made.
    """
    await store.keys.take_turn()
    now = store.clock.now()
    keys = await store.keys.alive(now)
    made = [_new_key(store, safe)] if needs_successor(keys, now) else []
    for key in made:
        await store.keys.add(key)
    publication = await store.keys.publication()
    if made or is_due(publication, now):
        await store.keys.drop_retired(now)
        await _tell([*made, *keys], publication, store)
    return len(made)


async def _tell(keys: list[SigningKey], publication: Publication | None, store: Store) -> None:
    version = publication.version + 1 if publication else 1
    await store.keys.note_publication(Publication(version, store.clock.now()))
    public = (PublicKey(kid=key.kid, x=key.public_x, retires_at=key.retires_at) for key in keys)
    store.publish(SigningKeysPublished(version=version, keys=tuple(public)))


def _new_key(store: Store, safe: Safe) -> SigningKey:
    seed = store.ground.chance.token_bytes(SEED_BYTES)
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    now = store.clock.now()
    return SigningKey(
        kid=store.ground.chance.token_bytes(_KID_BYTES).hex(),
        public_x=base64.urlsafe_b64encode(public).decode().rstrip("="),
        sealed_private=safe.seal(seed),
        created_at=now,
        retires_at=retirement_of(now),
    )
