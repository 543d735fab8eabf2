"""A TCP proxy that can be cut, closed or made deaf, to be put in front of a server."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Proxy:
    """`port` leads to the server while `is_open`; `swallow` decides which replies get lost."""

    host: str
    target: int
    port: int = 0
    is_open: bool = True
    swallow: Callable[[bytes], bool] = field(default=lambda _: False)
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)
    _moving: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._moving.set()

    def freeze(self) -> None:
        """Keep every connection open and hold back what the server says."""
        self._moving.clear()

    def thaw(self) -> None:
        self._moving.set()

    def cut(self) -> None:
        """End every connection now, without a word."""
        for writer in list(self._writers):
            writer.transport.abort()

    def close(self) -> None:
        """Cut, and let nobody in."""
        self.is_open = False
        self.cut()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.is_open:
            writer.transport.abort()
            return
        there, here = await asyncio.open_connection(self.host, self.target)
        self._writers |= {writer, here}
        await asyncio.gather(
            self._copy(reader, here, is_reply=False), self._copy(there, writer, is_reply=True)
        )
        self._writers -= {writer, here}

    async def _copy(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_reply: bool
    ) -> None:
        try:
            while data := await reader.read(65_536):
                if is_reply:
                    await self._moving.wait()
                if is_reply and self.swallow(data):
                    self.cut()
                    return
                writer.write(data)
                await writer.drain()
        except OSError:
            return
        finally:
            writer.close()


@asynccontextmanager
async def proxied(target: int, *, host: str = "127.0.0.1") -> AsyncIterator[Proxy]:
    proxy = Proxy(host, target)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        proxy.thaw()
        server.close()
        proxy.cut()
