"""The SMTP end of the inbox: takes every mail for everyone, sends none on."""

import asyncio

from aiosmtpd.smtp import SMTP, Envelope, Session

from onebox.inbox.box import Box
from onebox.ports import HOST

MAX_BYTES = 25 * 1024 * 1024


class _Handler:
    def __init__(self, box: Box) -> None:
        self._box = box

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.original_content or b""
        mail = self._box.add(content, tuple(envelope.rcpt_tos))
        return f"250 2.0.0 kept as {mail.id}"


async def listen(box: Box, port: int) -> asyncio.Server:
    loop = asyncio.get_running_loop()
    return await loop.create_server(
        lambda: SMTP(
            _Handler(box), hostname="inbox", data_size_limit=MAX_BYTES, enable_SMTPUTF8=True
        ),
        host=HOST,
        port=port,
    )
