"""Pages of other people’s websites, fetched without ever being led into our own network."""

import asyncio
import re
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import h11

from routing.domain.public_address import is_public
from routing.ports import PageRefused, PageUnavailable, WebPage

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_READABLE = re.compile(r"text/(?:html|plain)|application/xhtml\+xml", re.IGNORECASE)
_CHARSET = re.compile(r"charset=[\"']?([\w-]+)", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9.-]{1,253}")
_CHUNK = 16_384

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
# Opens a stream to an address and a port; the name is given for the certificate, else None.
Connect = Callable[
    [str, int, str | None], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]
]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a page may cost us."""

    seconds: float = 8.0
    size: int = 1_000_000
    redirects: int = 3


async def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, by the machine’s own resolver. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


def connect_with(context: ssl.SSLContext) -> Connect:
    async def connect(
        address: str, port: int, name: str | None
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        secured: dict[str, Any] = {"ssl": context, "server_hostname": name} if name else {}
        return await asyncio.open_connection(address, port, **secured)

    return connect


@dataclass(frozen=True, slots=True)
class GuardedWeb:
    """A reader of web pages for addresses that strangers gave.

    The name is resolved here, every address of it must be public, and the connection is made to
    the address that was checked: the name cannot mean another one a moment later. Each redirect
    is checked alike.
    """

    resolve: Resolve = resolve
    connect: Connect = field(default_factory=lambda: connect_with(ssl.create_default_context()))
    limits: Limits = field(default_factory=Limits)

    async def read(self, address: str) -> WebPage:
        """Raises `PageRefused` for what must not be asked, `PageUnavailable`."""
        try:
            async with asyncio.timeout(self.limits.seconds):
                return await self._follow(address)
        except TimeoutError as error:
            raise PageUnavailable("too slow") from error
        except (OSError, ssl.SSLError, h11.ProtocolError, UnicodeError) as error:
            raise PageUnavailable(type(error).__name__) from error

    async def _follow(self, address: str) -> WebPage:
        for _ in range(self.limits.redirects + 1):
            response, body = await self._ask(address)
            if response.status_code not in _REDIRECTS:
                return _page(address, response, body)
            location = _header(response, b"location")
            if not location:
                raise PageUnavailable("a redirect to nowhere")
            address = urljoin(address, location)
        raise PageUnavailable("too many redirects")

    async def _ask(self, address: str) -> tuple[h11.Response, bytes]:
        scheme, host, target = _parts(address)
        port = _PORTS[scheme]
        pinned = await self._address_of(host, port)
        reader, writer = await self.connect(pinned, port, host if scheme == "https" else None)
        try:
            return await self._exchange(reader, writer, host, target)
        finally:
            writer.close()

    async def _address_of(self, host: str, port: int) -> str:
        found = await self.resolve(host, port)
        if not found:
            raise PageUnavailable("no address")
        if not all(map(is_public, found)):
            raise PageRefused("an address that is not public")
        return found[0]

    async def _exchange(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        host: str,
        target: str,
    ) -> tuple[h11.Response, bytes]:
        connection = h11.Connection(h11.CLIENT)
        headers = [
            ("Host", host),
            ("User-Agent", "Vigie (legal page)"),
            ("Accept", "text/html, text/plain"),
            ("Accept-Encoding", "identity"),
            ("Connection", "close"),
        ]
        request = h11.Request(method="GET", target=target, headers=headers)
        writer.write(
            (connection.send(request) or b"") + (connection.send(h11.EndOfMessage()) or b"")
        )
        await writer.drain()
        response, body = None, bytearray()
        while True:
            heard = connection.next_event()
            if heard is h11.NEED_DATA:
                connection.receive_data(await reader.read(_CHUNK))
            elif isinstance(heard, h11.Response):
                response = heard
            elif isinstance(heard, h11.Data):
                body += heard.data
                if len(body) > self.limits.size:
                    raise PageUnavailable("too large")
            elif isinstance(heard, h11.EndOfMessage | h11.ConnectionClosed):
                break
        if response is None:
            raise PageUnavailable("no answer")
        return response, bytes(body)


def _parts(address: str) -> tuple[str, str, str]:
    """Scheme, host and path of an address that may be asked. Raises `PageRefused`."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
        port = parts.port
    except ValueError as error:
        raise PageRefused("no address of a website") from error
    if parts.scheme not in _PORTS or parts.username is not None or not _HOST.fullmatch(host):
        raise PageRefused("no address of a website")
    if port is not None and port != _PORTS[parts.scheme]:
        raise PageRefused("a port that is not the web’s")
    path = parts.path or "/"
    target = f"{path}?{parts.query}" if parts.query else path
    if not target.isascii() or any(
        letter.isspace() or not letter.isprintable() for letter in target
    ):
        raise PageRefused("no address of a website")
    return parts.scheme, host, target


def _page(address: str, response: h11.Response, body: bytes) -> WebPage:
    kind = _header(response, b"content-type") or ""
    if response.status_code != 200:
        raise PageUnavailable(f"status {response.status_code}")
    if (
        not _READABLE.match(kind)
        or (_header(response, b"content-encoding") or "identity") != "identity"
    ):
        raise PageUnavailable("no page of text")
    charset = _CHARSET.search(kind)
    try:
        text = body.decode(charset.group(1) if charset else "utf-8", errors="replace")
    except LookupError:
        text = body.decode("utf-8", errors="replace")
    return WebPage(address, text)


def _header(response: h11.Response, name: bytes) -> str | None:
    found = (value for key, value in response.headers if key == name)
    value = next(found, None)
    return None if value is None else value.decode("latin-1")
