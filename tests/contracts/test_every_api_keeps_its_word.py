"""Whatever is asked of an API, its answer is one that its OpenAPI document describes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest

from common.ids import SystemChance
from common.testing.clock import FrozenClock, SeededChance
from common.testing.fixtures import Database
from common.testing.storage import MemoryStorage
from common.testing.web import http_client
from onebox.environment import FIXED_PORTS, SERVICES, World, as_settings, environments
from onebox.secrets import kept_secrets
from tests.contracts.asking import Caller, Heard, ask
from tests.contracts.callers import CALLERS
from tests.notifications.world import OPERATOR_KEY, PRINTING_KEY

# What no caller of ours is served: only the mail provider may report a bounce.
NOT_FOR_THEM = {"notifications": {"POST /v1/bounces"}}


@pytest.mark.parametrize("service", SERVICES)
async def test_every_answer_is_as_documented(
    service: str,
    database: Database,
    clock: FrozenClock,
    chance: SeededChance,
    storage: MemoryStorage,
    tmp_path: Path,
) -> None:
    url = await database(service.replace("-", "_"))
    own = {"clock": clock, "chance": chance, "storage": storage}
    async with _standing(service, url, tmp_path, own=own) as (parts, client):
        callers = await CALLERS[service](parts, client)
        heard = Heard()
        for caller in (Caller(), *callers):
            await ask(client, caller, heard)
    assert sorted(heard.faults) == [], "\n\n".join(heard.faults.values())
    assert heard.never_served == NOT_FOR_THEM.get(service, set())


@asynccontextmanager
async def _standing(
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
    parts = service.build(settings, **own)
    try:
        async with http_client(service.create_api(parts)) as client:
            yield parts, client
    finally:
        await parts.close()
