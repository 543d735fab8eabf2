"""A sender that kills itself at one step: `python -m … DATABASE_URL SMTP_PORT STEP`.

It uses the real store, writer and carrier; only the port between two steps is wrapped.
"""

import asyncio
import os
import signal
import sys
from dataclasses import replace
from email.message import EmailMessage

from notifications.app import build
from notifications.domain.mail import Text
from notifications.domain.messages import Lang, MailMessage
from notifications.domain.sending import Answer
from notifications.handlers.send_next_mail import MailRoom, send_next_mail
from notifications.ports import MailCarrier, MailWriter
from tests.notifications import world


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class DyingWriter:
    """Dies while the mail is written: claimed, but not yet marked as being sent."""

    def __init__(self, writer: MailWriter) -> None:
        self._writer = writer

    def write(self, message: MailMessage, *, lang: Lang) -> Text:
        die()
        return self._writer.write(message, lang=lang)


class DyingCarrier:
    """Dies before the server hears of the mail, or after it has taken it."""

    def __init__(self, carrier: MailCarrier, *, is_late: bool) -> None:
        self._carrier = carrier
        self._is_late = is_late

    async def carry(self, mime: EmailMessage, *, sender: str, recipient: str) -> Answer:
        if not self._is_late:
            die()
        answer = await self._carrier.carry(mime, sender=sender, recipient=recipient)
        die()
        return answer

    async def close(self) -> None:
        await self._carrier.close()


def rigged(room: MailRoom, step: str) -> MailRoom:
    match step:
        case "writing":
            return replace(room, writer=DyingWriter(room.writer))
        case "marked":
            return replace(room, carrier=DyingCarrier(room.carrier, is_late=False))
        case "taken":
            return replace(room, carrier=DyingCarrier(room.carrier, is_late=True))
        case _:
            return room


async def main(database_url: str, port: int, step: str) -> None:
    print(os.getpid(), flush=True)  # noqa: T201 - the test reads it
    await asyncio.to_thread(sys.stdin.readline)
    parts = build(world.settings(database_url, port=port))
    room = rigged(parts.mail_room, step)
    if step == "start":
        die()
    await send_next_mail(room)
    die()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
