"""Who may use this service's tools: operators, and the printing centre for letters only."""

import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    OPERATOR = "operator"
    PRINTER = "printer"


@dataclass(frozen=True, slots=True)
class AccessKeys:
    """The SHA-256 digests of the keys; a key itself is known to its bearer only.

    Keys are long and random (128 bits at least), so that a plain digest keeps them.
    """

    operator: bytes
    printer: bytes | None = None

    def role(self, key: str) -> Role | None:
        """What the bearer of the key may do; both digests are always compared."""
        digest = hashlib.sha256(key.encode()).digest()
        is_operator = hmac.compare_digest(digest, self.operator)
        is_printer = hmac.compare_digest(digest, self.printer or b"")
        if is_operator:
            return Role.OPERATOR
        return Role.PRINTER if is_printer else None
