"""Serving HTTP in a process whose signals are somebody else's business."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp

GRACE_SECONDS = 20
KEEP_ALIVE_SECONDS = 30


class PortTaken(Exception):
    """The server could not listen where it was told to."""


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: the command line owns them."""
        yield


class HttpServer:
    """An ASGI application on an address, until `stop`; requests under way may finish."""

    def __init__(
        self, app: ASGIApp, *, host: str, port: int, trusted_proxies: tuple[str, ...] = ()
    ) -> None:
        settings: dict[str, Any] = {
            "host": host,
            "port": port,
            "proxy_headers": bool(trusted_proxies),
            "forwarded_allow_ips": list(trusted_proxies),
            "timeout_graceful_shutdown": GRACE_SECONDS,
            "timeout_keep_alive": KEEP_ALIVE_SECONDS,
            "server_header": False,
            "access_log": False,
            "log_config": None,
            "backlog": 2048,
        }
        self._server = _Server(uvicorn.Config(app, **settings))
        self._address = f"{host}:{port}"

    async def run(self) -> None:
        try:
            await self._server.serve()
        except SystemExit as exit_:
            # What uvicorn does when it cannot bind.
            raise PortTaken(self._address) from exit_

    def stop(self) -> None:
        self._server.should_exit = True
