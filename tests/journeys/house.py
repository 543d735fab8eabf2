"""The five services in this process, as in the demo, with an empty history."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from common.clock import SystemClock
from common.ids import SystemChance
from onebox.environment import SERVICES, World, environments
from onebox.five import build, prepare
from onebox.inbox.box import Box
from onebox.inbox.serving import serving
from onebox.object_storage import seaweedfs
from onebox.one_process import at_work, serve
from onebox.ports import free_ports
from onebox.postgres import create_databases, drop_databases
from onebox.processes import Fleet
from onebox.secrets import kept_secrets
from tests.journeys.town import Town, addresses_of, import_sample


@asynccontextmanager
async def house(folder: Path, *, database_server: str) -> AsyncIterator[Town]:
    """Everything of a town but the broker, which is in memory. Its fleet runs commands only."""
    smtp_port, web_port = free_ports(2)
    box = Box(folder / "mail", clock=SystemClock(), chance=SystemChance())
    async with AsyncExitStack() as opened:
        world = await _world(opened, folder, database_server, smtp_port=smtp_port)
        given = environments(world)
        await prepare(given)
        fleet = Fleet(given, logs=folder / "logs")
        await import_sample(fleet, folder / "sample")
        inbox = await opened.enter_async_context(
            serving(box, smtp_port=smtp_port, web_port=web_port)
        )
        household = build(given)
        opened.push_async_callback(household.close)
        await opened.enter_async_context(at_work(household))
        async with asyncio.TaskGroup() as group:
            stopping = asyncio.Event()
            group.create_task(serve(household, stopping))
            try:
                yield Town(addresses_of(world, inbox), fleet, world, box)
            finally:
                stopping.set()


async def _world(
    opened: AsyncExitStack, folder: Path, database_server: str, *, smtp_port: int
) -> World:
    names = [f"house_{secrets.token_hex(4)}" for _ in SERVICES]
    opened.push_async_callback(drop_databases, database_server, names)
    urls = await create_databases(database_server, names)
    kept = kept_secrets(folder / "secrets.json", SystemChance())
    port, *ports = free_ports(1 + len(SERVICES))
    storage = seaweedfs(folder / "storage", port=port, credentials=kept.storage)
    return World(
        databases=dict(zip(SERVICES, urls.values(), strict=True)),
        ports=dict(zip(SERVICES, ports, strict=True)),
        storage_url=await opened.enter_async_context(storage),
        smtp_port=smtp_port,
        secrets=kept,
        folder=folder,
        given={"DATABASE__POOL_SIZE": "5"},
    )
