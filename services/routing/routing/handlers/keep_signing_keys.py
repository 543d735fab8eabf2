"""Keep the public keys that prove agents’ tokens."""

from common.contracts.agent_analytics import SigningKeysPublished
from routing.store import Store


async def keep_signing_keys(event: SigningKeysPublished, store: Store) -> None:
    """The newest list replaces the last; an older one that arrives late changes nothing."""
    keys = [key.model_dump(mode="json") for key in event.keys]
    await store.agents.keep_keys(event.version, keys)
