"""The inbox at work: SMTP in, pages and API out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from common.http.serving import HttpServer
from onebox.access import Accounts
from onebox.inbox.box import Box
from onebox.inbox.smtp import listen
from onebox.inbox.web import create_inbox
from onebox.ports import HOST


@asynccontextmanager
async def serving(
    box: Box, *, smtp_port: int, web_port: int, accounts: Accounts | None = None
) -> AsyncIterator[str]:
    """Take mails and show them inside the block; gives the page's address."""
    smtp = await listen(box, smtp_port)
    web = HttpServer(create_inbox(box, accounts), host=HOST, port=web_port)
    running = asyncio.create_task(web.run())
    try:
        yield f"http://{HOST}:{web_port}"
    finally:
        smtp.close()
        web.stop()
        await running
