"""Tell who is calling: the bearer of a key, or a session opened with one."""

from dataclasses import dataclass

from common.secrets import digest
from notifications.domain.access import AccessKeys, Role
from notifications.store import Store


class NotRecognised(Exception):
    """No key, no session, or one that has ended."""


class NotAllowed(Exception):
    """The caller is known, and may not do that."""


@dataclass(frozen=True, slots=True)
class Caller:
    """`name` is what the audit says of them: keys are held by teams, not by people."""

    role: Role

    @property
    def name(self) -> str:
        return self.role.value

    def must_be(self, role: Role) -> None:
        """Operators may do all that printers may."""
        if self.role not in {role, Role.OPERATOR}:
            raise NotAllowed


async def recognise_caller(
    store: Store, *, key: str | None, session: str | None, keys: AccessKeys
) -> Caller:
    """A key counts before a session. Raises `NotRecognised`."""
    if key is not None:
        role = keys.role(key)
    else:
        role = await store.sessions.role(digest(session)) if session else None
    if role is None:
        raise NotRecognised
    return Caller(role)
