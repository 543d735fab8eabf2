"""The addresses that messages lead to."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from common.values import NotASiret, Siret, parse_siret


class BadToken(ValueError):
    """The token was not made here."""


@dataclass(frozen=True, slots=True)
class Links:
    """`portal` and `own` are public addresses without a final slash; `key` signs opt-out links."""

    portal: str
    own: str
    key: bytes

    def report(self, report_id: UUID) -> str:
        return f"{self.portal}/reports/{report_id}"

    def activation(self, siret: str, code: str) -> str:
        """Where the code of a letter is used; printed as a QR code, so the fields come filled."""
        return f"{self.portal}/activation?{urlencode({'siret': siret, 'code': code})}"

    def unsubscribe(self, account_id: UUID, siret: str) -> str:
        subject = f"{account_id}.{siret}"
        return f"{self.own}/unsubscribe?{urlencode({'token': f'{subject}.{self._mark(subject)}'})}"

    def unsubscribing(self, token: str) -> tuple[UUID, Siret]:
        """Whose mails about which establishment a token stops; it never expires."""
        subject, _, mark = token.rpartition(".")
        if not hmac.compare_digest(mark.encode(), self._mark(subject).encode()):
            raise BadToken
        account, _, siret = subject.partition(".")
        try:
            return UUID(account), parse_siret(siret)
        except (ValueError, NotASiret) as error:
            raise BadToken from error

    def _mark(self, subject: str) -> str:
        digest = hmac.digest(self.key, b"unsubscribe\0" + subject.encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
