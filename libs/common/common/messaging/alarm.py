"""PostgreSQL's NOTIFY as an event to wait for, on a connection that mends itself."""

import asyncio
import random

import asyncpg

from common import log
from common.cancellation import own_cancellation_only
from common.db.bell import OUTBOX_CHANNEL

PING_SECONDS = 15.0
ANSWER_SECONDS = 5.0


class Alarm:
    """Rings after a transaction wrote to the outbox, and once whenever the connection is new.

    A notice may be lost with its connection: whoever waits must also look by itself now and then.
    """

    def __init__(self, url: str, *, application: str) -> None:
        self._url = url
        self._application = application
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Until it rings, or that long."""
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            return
        self._rung.clear()

    async def listen(self) -> None:
        """Listen for ever; a pause of a few seconds between a lost connection and the next."""
        while True:
            try:
                with own_cancellation_only():
                    await self._listen_once()
            except Exception as error:  # noqa: BLE001 - the next connection begins afresh
                log.logger().warning("listening_lost", **log.fault(error))
            await asyncio.sleep(random.uniform(0.5, 2))  # noqa: S311 - spreads reconnections

    async def _listen_once(self) -> None:
        connection = await asyncpg.connect(
            self._url,
            timeout=ANSWER_SECONDS,
            command_timeout=ANSWER_SECONDS,
            server_settings={"application_name": self._application},
        )
        try:
            # asyncpg notices a dead peer only when it asks something of it.
            await connection.add_listener(OUTBOX_CHANNEL, lambda *_: self.ring())
            self.ring()
            while True:
                await asyncio.sleep(PING_SECONDS)
                await connection.execute("SELECT 1")
        finally:
            connection.terminate()
