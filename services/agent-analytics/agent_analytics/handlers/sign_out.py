"""An agent signs out: the session ends at once, wherever its token is kept."""

from agent_analytics.domain.accounts import Account
from agent_analytics.store import Store
from common.secrets import digest


async def sign_out(account: Account, token: str, store: Store) -> None:
    await store.sessions.close(digest(token))
    store.audit(
        "signed_out",
        actor=f"agent:{account.agent_id}",
        object_kind="agent",
        object_id=str(account.agent_id),
    )
