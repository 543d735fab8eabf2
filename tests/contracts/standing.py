"""One of the five services, standing in the process of the test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx

from common.ids import SystemChance
from common.testing.web import http_client
from onebox.environment import FIXED_PORTS, SERVICES, World, as_settings, environments
from onebox.secrets import kept_secrets
from routing.ports import PageUnavailable, WebPage
from tests.notifications.world import OPERATOR_KEY, PRINTING_KEY


class _NoWeb:
    """Nobody’s website is asked while requests are made up."""

    async def read(self, address: str) -> WebPage:
        raise PageUnavailable(address)


@asynccontextmanager
async def standing(
    name: str, database_url: str, folder: Path, *, own: dict[str, Any]
) -> AsyncIterator[tuple[Any, httpx.AsyncClient]]:
    """The service's API in this process; only its database is outside."""
    secrets = kept_secrets(folder / "secrets.json", SystemChance())
    world = World(
        databases=dict.fromkeys(SERVICES, database_url),
        ports=FIXED_PORTS,
        storage_url="http://storage.test",
        smtp_port=1,
        secrets=replace(secrets, operator_key=OPERATOR_KEY, printing_key=PRINTING_KEY),
        folder=folder,
    )
    service: Any = import_module(f"{name.replace('-', '_')}.app").SERVICE
    settings = service.settings(**as_settings(environments(world)[name]))
    if name == "routing":
        own = own | {"web": _NoWeb()}
    parts = service.build(settings, **own)
    try:
        async with http_client(service.create_api(parts)) as client:
            yield parts, client
    finally:
        await parts.close()
