"""A person with an account, as the rules see it."""

from dataclasses import dataclass
from uuid import UUID

from company_portal.domain.rights import Access, Actor


@dataclass(frozen=True, slots=True)
class Account:
    """`version` counts the changes that others must hear of; `email` is lower case.

    `sealed_totp` is the secret of the one-time codes asked for at each login,
    `sealed_pending_totp` one that waits for its first code.
    """

    account_id: UUID
    version: int
    email: str
    first_name: str
    last_name: str
    lang: str
    is_active: bool
    password_hash: str
    sealed_totp: bytes | None
    sealed_pending_totp: bytes | None
    accesses: tuple[Access, ...]

    @property
    def actor(self) -> Actor:
        return Actor(self.account_id, self.accesses if self.is_active else ())
