"""ClamAV's conversation, and the antivirus of the demo."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from intake.gateways.clamd import Clamd
from intake.gateways.demo_antivirus import DemoAntivirus
from intake.ports import AntivirusUnavailable

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE" + rb"!$H+H*"
CONTENT = b"x" * 200_000


@asynccontextmanager
async def clamd(answer: Callable[[bytes], bytes | None]) -> AsyncIterator[Clamd]:
    """A daemon that reads a stream as ClamAV does; None hangs up without a word."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(await reader.readexactly(4), "big"):
            content += await reader.readexactly(size)
        reply = answer(content)
        if reply is not None:
            writer.write(reply)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield Clamd("127.0.0.1", port, patience=timedelta(seconds=5))


async def test_the_whole_file_is_sent_and_a_clean_verdict_heard() -> None:
    seen: list[bytes] = []

    def answer(content: bytes) -> bytes:
        seen.append(content)
        return b"stream: OK\0"

    async with clamd(answer) as antivirus:
        assert await antivirus.finds(CONTENT) is None
    assert seen == [CONTENT]


async def test_what_was_found_is_named() -> None:
    async with clamd(lambda _: b"stream: Win.Test.EICAR_HDB-1 FOUND\0") as antivirus:
        assert await antivirus.finds(CONTENT) == "Win.Test.EICAR_HDB-1"


@pytest.mark.parametrize(
    "reply",
    [b"INSTREAM size limit exceeded. ERROR\0", b"stream: timed out ERROR\0", b"", None],
)
async def test_whatever_is_no_clear_verdict_is_none(reply: bytes | None) -> None:
    async with clamd(lambda _: reply) as antivirus:
        with pytest.raises(AntivirusUnavailable):
            await antivirus.finds(CONTENT)


async def test_a_daemon_that_is_down_or_silent_gives_no_verdict() -> None:
    with pytest.raises(AntivirusUnavailable):
        await Clamd("127.0.0.1", 1).finds(CONTENT)

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        hurried = Clamd("127.0.0.1", port, patience=timedelta(milliseconds=50))
        with pytest.raises(AntivirusUnavailable):
            await hurried.finds(b"x")


async def test_the_demo_knows_the_test_file_wherever_it_hides() -> None:
    assert await DemoAntivirus().finds(b"%PDF-1.7 " + EICAR) == "Eicar-Test-Signature"
    assert await DemoAntivirus().finds(b"hello") is None
