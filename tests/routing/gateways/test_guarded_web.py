"""Strangers’ addresses never lead into our own network, nor cost more than they may."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import pytest

from routing.gateways.guarded_web import GuardedWeb, Limits
from routing.ports import PageRefused, PageUnavailable

PUBLIC = "93.184.216.34"
HTML = "Content-Type: text/html; charset=utf-8"


def answer(*headers: str, body: bytes = b"", status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


class Site:
    """A local server that plays every website; it notes which address each connection was for."""

    def __init__(self, answers: dict[str, bytes], *, names: Mapping[str, Sequence[str]]) -> None:
        self.answers = answers
        self.names = names
        self.reached: list[tuple[str, int, str | None]] = []
        self.resolved: list[str] = []
        self.port = 0

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        del port
        self.resolved.append(host)
        if host not in self.names:
            raise OSError(host)
        return self.names[host]

    async def connect(
        self, address: str, port: int, name: str | None
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self.reached.append((address, port, name))
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        target = head.split(" ", 2)[1]
        told = self.answers.get(target, answer(status="404 Not Found"))
        if told == b"hang":
            await asyncio.sleep(30)
        writer.write(told)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def a_site(
    answers: dict[str, bytes], *, names: Mapping[str, Sequence[str]] | None = None
) -> AsyncIterator[tuple[Site, GuardedWeb]]:
    site = Site(answers, names=names or {"boutique.fr": [PUBLIC]})
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    limits = Limits(seconds=0.5, size=1_000, redirects=2)
    yield site, GuardedWeb(site.resolve, site.connect, limits)
    server.close()


async def test_a_page_is_read_at_the_address_that_was_checked() -> None:
    async with a_site({"/": answer(HTML, body="Mentions légales".encode())}) as (site, web):
        page = await web.read("https://boutique.fr/")
    assert (page.address, page.text) == ("https://boutique.fr/", "Mentions légales")
    assert site.reached == [(PUBLIC, 443, "boutique.fr")]
    assert site.resolved == ["boutique.fr"]


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.1.2.3"], ["169.254.169.254"], ["::1"], [PUBLIC, "192.168.0.1"]],
)
async def test_a_name_of_a_private_address_is_never_connected_to(addresses: list[str]) -> None:
    async with a_site({}, names={"boutique.fr": addresses}) as (site, web):
        with pytest.raises(PageRefused):
            await web.read("https://boutique.fr/")
    assert site.reached == []


@pytest.mark.parametrize(
    "address",
    [
        "ftp://boutique.fr/",
        "file:///etc/passwd",
        "https://boutique.fr:8443/",
        "http://boutique.fr:443/",
        "https://moi:secret@boutique.fr/",
        "https://boutique.fr/a b",
        "https://boutique.fr/\r\nHost: x",
        "https://",
        "https://[::1",
    ],
)
async def test_only_plain_web_addresses_are_asked(address: str) -> None:
    async with a_site({}) as (site, web):
        with pytest.raises(PageUnavailable):
            await web.read(address)
    assert site.reached == []


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://[::1]/", "http://2130706433/"])
async def test_numbers_are_checked_like_names(address: str) -> None:
    names = {"127.0.0.1": ["127.0.0.1"], "::1": ["::1"], "2130706433": ["127.0.0.1"]}
    async with a_site({}, names=names) as (site, web):
        with pytest.raises(PageRefused):
            await web.read(address)
    assert site.reached == []


async def test_a_redirect_inside_is_refused_and_one_outside_is_followed() -> None:
    answers = {
        "/out": answer("Location: http://autre.fr/page", status="302 Found"),
        "/page": answer(HTML, body=b"oui"),
        "/in": answer("Location: http://interne.fr/", status="301 Moved"),
        "/port": answer("Location: http://boutique.fr:6379/", status="302 Found"),
        "/nowhere": answer(status="302 Found"),
        "/round": answer("Location: /round", status="302 Found"),
    }
    names = {"boutique.fr": [PUBLIC], "autre.fr": ["8.8.8.8"], "interne.fr": ["10.0.0.1"]}
    async with a_site(answers, names=names) as (site, web):
        page = await web.read("https://boutique.fr/out")
        assert (page.address, page.text) == ("http://autre.fr/page", "oui")
        assert site.reached[-1] == ("8.8.8.8", 80, None)
        for path in ("in", "port"):
            with pytest.raises(PageRefused):
                await web.read(f"https://boutique.fr/{path}")
        for path in ("nowhere", "round"):
            with pytest.raises(PageUnavailable):
                await web.read(f"https://boutique.fr/{path}")
    assert "10.0.0.1" not in {address for address, _, _ in site.reached}


@pytest.mark.parametrize(
    "told",
    [
        answer(HTML, body=b"x" * 1_001),
        answer("Content-Type: application/pdf", body=b"%PDF"),
        answer(HTML, "Content-Encoding: gzip", body=b"x"),
        answer(HTML, status="500 Oops"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
        b"not http at all\r\n\r\n",
        b"",
        b"hang",
    ],
)
async def test_what_is_too_large_too_slow_or_no_page_is_left(told: bytes) -> None:
    async with a_site({"/": told}) as (_, web):
        with pytest.raises(PageUnavailable):
            await web.read("https://boutique.fr/")


async def test_a_name_nobody_knows_is_unavailable() -> None:
    async with a_site({}) as (_, web):
        with pytest.raises(PageUnavailable):
            await web.read("https://inconnu.fr/")
    async with a_site({}, names={"boutique.fr": []}) as (_, web):
        with pytest.raises(PageUnavailable):
            await web.read("https://boutique.fr/")


async def test_an_odd_charset_does_not_matter() -> None:
    told = answer("Content-Type: text/html; charset=klingon", body="é".encode())
    async with a_site({"/": told}) as (_, web):
        assert (await web.read("https://boutique.fr/")).text == "é"
