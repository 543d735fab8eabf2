"""A real SMTP server that counts what it takes, and misbehaves when told to."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

HANGS = "hangs"
DROPS = "drops"


@dataclass
class Sink:
    """Replies by stage; `after_data` may also be HANGS or DROPS, once the text was received."""

    on_mail: list[str] = field(default_factory=list)
    on_recipient: list[str] = field(default_factory=list)
    after_data: list[str] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    received: int = 0
    connections: int = 0
    port: int = 0
    kill_at: str | None = None
    victim: int | None = None

    @property
    def message_ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.taken]

    def strike(self, stage: str) -> None:
        """Kill the sender that the test named, once, when it reaches the stage it named."""
        if self.kill_at == stage and self.victim is not None:
            os.kill(self.victim, signal.SIGKILL)
            self.victim = None

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name and signature
        self, server: SMTP, session: Session, envelope: Envelope, name: str, replies: list[str]
    ) -> list[str]:
        del server, envelope
        self.connections += 1
        session.host_name = name
        return replies

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name and signature
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session
        reply = self.on_mail.pop(0) if self.on_mail else "250 OK"
        if reply.startswith("2"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return reply

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name and signature
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session
        self.strike("recipient")
        reply = self.on_recipient.pop(0) if self.on_recipient else "250 OK"
        if reply.startswith("2"):
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return reply

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        del session
        self.strike("text")
        self.received += 1
        reply = self.after_data.pop(0) if self.after_data else "250 OK"
        if reply == HANGS:
            await asyncio.sleep(30)
        if reply == DROPS:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            return "250 nobody hears this"
        if reply.startswith("2"):
            assert isinstance(envelope.content, bytes)
            self.taken.append(message_from_bytes(envelope.content, policy=default))
        return reply


class Server(SMTP):
    """aiosmtpd's, which tells the sink when a text is about to come."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        self.event_handler.strike("data")
        await super().smtp_DATA(arg)


@asynccontextmanager
async def listening(sink: Sink) -> AsyncIterator[Sink]:
    """The sink on a free port of this machine, in the test's own loop."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Server(sink, hostname="sink.test", loop=loop), host="127.0.0.1", port=0
    )
    sink.port = server.sockets[0].getsockname()[1]
    yield sink
    server.close()
