"""Open a session on the pages for the bearer of a key."""

from datetime import timedelta

from common.secrets import digest, new_secret
from notifications.domain.access import AccessKeys
from notifications.store import Store

LASTS = timedelta(hours=8)


class WrongKey(Exception):
    """Nobody was given that key."""


async def open_session(key: str, store: Store, *, keys: AccessKeys) -> str:
    """The session's secret, for the cookie only. Raises `WrongKey`."""
    role = keys.role(key)
    if role is None:
        raise WrongKey
    token = new_secret(store.ground.chance)
    await store.sessions.open(digest(token), role, until=store.clock.now() + LASTS)
    store.audit("session_opened", actor=role.value, object_kind="session", object_id=role.value)
    return token
