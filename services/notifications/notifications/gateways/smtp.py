"""Mail servers, as `MailCarrier` describes them: by SMTP, through aiosmtplib."""

import asyncio
import re
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Literal

import aiosmtplib
from aiosmtplib import SMTPException, SMTPResponseException

from common.clock import Clock
from notifications.domain.sending import Answer

_CLOSING = 421
_TRANSIENT = range(400, 500)
_PERMANENT = range(500, 600)
# RFC 3463: 5.1.x speaks of the address; 5.2.x of a mailbox that exists, 5.7.x of policy.
_NO_SUCH_MAILBOX = re.compile(r"(?:^|\s)5\.1\.[0-9]{1,3}\b")
IDLE_FOR = timedelta(seconds=5)


Security = Literal["none", "starttls", "tls"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A mail server; `timeout` bounds what comes before DATA, then DATA itself.

    Twice that must stay below the two minutes after which a sender is taken for dead.
    """

    host: str
    port: int
    security: Security
    username: str | None = None
    password: str | None = None
    timeout: timedelta = timedelta(seconds=30)
    helo: str | None = None


class SmtpCarrier:
    """Hands mails over, and keeps a connection for the next one while there is one.

    Before DATA nothing has left: any failure is `deferred` or `rejected`. From DATA on, a reply
    still tells; only silence leaves it open, and is never taken for a refusal.
    """

    def __init__(self, server: Server, *, clock: Clock) -> None:
        self._server = server
        self._clock = clock
        self._idle: list[tuple[aiosmtplib.SMTP, datetime]] = []

    async def carry(self, mime: EmailMessage, *, sender: str, recipient: str) -> Answer:
        async def introduce(client: aiosmtplib.SMTP) -> None:
            await client.mail(sender)
            await client.rcpt(recipient)

        limit = self._server.timeout.total_seconds()
        try:
            async with asyncio.timeout(limit):
                client = await self._introduced(introduce)
        except (SMTPException, OSError) as error:
            return _before_data(error)
        try:
            async with asyncio.timeout(limit):
                await client.data(mime.as_bytes())
        except SMTPResponseException as error:
            client.close()
            return _after_data(error)
        except (SMTPException, OSError):
            client.close()
            return Answer.SILENT
        self._idle.append((client, self._clock.now()))
        return Answer.ACCEPTED

    async def close(self) -> None:
        for client, _ in self._idle:
            client.close()
        self._idle.clear()

    async def _introduced(
        self, introduce: Callable[[aiosmtplib.SMTP], Awaitable[None]]
    ) -> aiosmtplib.SMTP:
        """A connection on which sender and recipient were taken.

        A kept connection may have been closed at the other end meanwhile: it gets a second
        chance on a fresh one, unless the server answered in so many words.
        """
        kept = self._kept()
        if kept is not None:
            try:
                await introduce(kept)
            except (SMTPException, OSError) as error:
                kept.close()
                if isinstance(error, SMTPResponseException) and error.code != _CLOSING:
                    raise
            else:
                return kept
        fresh = await self._connected()
        try:
            await introduce(fresh)
        except (SMTPException, OSError):
            fresh.close()
            raise
        return fresh

    def _kept(self) -> aiosmtplib.SMTP | None:
        now = self._clock.now()
        while self._idle:
            client, since = self._idle.pop()
            if client.is_connected and now - since < IDLE_FOR:
                return client
            client.close()
        return None

    async def _connected(self) -> aiosmtplib.SMTP:
        server = self._server
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            tls_context=None if server.security == "none" else ssl.create_default_context(),
            timeout=server.timeout.total_seconds(),
            local_hostname=server.helo,
            username=server.username,
            password=server.password,
        )
        await client.connect()
        return client


def _before_data(error: Exception) -> Answer:
    """What a server says of the recipient is said of the mail; what it says of us is not."""
    if not isinstance(error, aiosmtplib.SMTPRecipientRefused):
        return Answer.DEFERRED
    if error.code in _PERMANENT and _NO_SUCH_MAILBOX.search(error.message):
        return Answer.NO_SUCH_MAILBOX
    return Answer.REJECTED if error.code in _PERMANENT else Answer.DEFERRED


def _after_data(error: SMTPResponseException) -> Answer:
    """A refusal is one whenever it comes; a reply that is no reply leaves it open."""
    if error.code in _PERMANENT:
        return Answer.REJECTED
    return Answer.DEFERRED if error.code in _TRANSIENT else Answer.SILENT
