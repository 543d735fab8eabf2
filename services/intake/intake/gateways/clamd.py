"""Asks a ClamAV daemon about a file, by the INSTREAM command of its protocol."""

import asyncio
import struct
from dataclasses import dataclass
from datetime import timedelta

from intake.ports import AntivirusUnavailable

CHUNK = 64 * 1024
LONGEST_REPLY = 4096


@dataclass(frozen=True, slots=True)
class Clamd:
    """`patience` bounds the whole conversation. Whatever is no clear verdict is no verdict."""

    host: str
    port: int
    patience: timedelta = timedelta(seconds=60)

    async def finds(self, content: bytes) -> str | None:
        try:
            async with asyncio.timeout(self.patience.total_seconds()):
                reply = await self._ask(content)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise AntivirusUnavailable(type(error).__name__) from error
        return _verdict(reply)

    async def _ask(self, content: bytes) -> str:
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            writer.write(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                chunk = content[start : start + CHUNK]
                writer.write(struct.pack("!I", len(chunk)) + chunk)
                await writer.drain()
            writer.write(struct.pack("!I", 0))
            await writer.drain()
            return (await reader.read(LONGEST_REPLY)).rstrip(b"\0\n").decode("utf-8", "replace")
        finally:
            writer.close()


def _verdict(reply: str) -> str | None:
    """`stream: OK` is clean, `stream: NAME FOUND` is not; limits and errors are no verdict.

    A file that reached one of ClamAV's limits is reported as found (`Heuristics.Limits…`) when
    the daemon runs with AlertExceedsMax, as the deployment has it.
    """
    if reply == "stream: OK":
        return None
    if reply.startswith("stream: ") and reply.endswith(" FOUND"):
        return reply.removeprefix("stream: ").removesuffix(" FOUND")
    raise AntivirusUnavailable("no verdict")
