"""A request comes with a session's token: whose is it?"""

from agent_analytics.domain.accounts import Account
from agent_analytics.domain.sign_in import NotSignedIn
from agent_analytics.store import Store
from common.secrets import digest


async def authenticate(token: str | None, store: Store) -> Account:
    """The account as it is now, rights included; raises NotSignedIn.

    An account made inactive is refused at once, whatever its sessions.
    """
    if token is None:
        raise NotSignedIn
    key = digest(token)
    session = await store.sessions.get(key)
    if session is None or not session.is_alive(store.clock.now()):
        raise NotSignedIn
    account = await store.agents.get(session.agent_id)
    if account is None:
        raise NotSignedIn
    await store.sessions.touch(key)
    return account
