"""The five services at work in this process, with a broker in memory between them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import func, select

from common.db.plumbing import OutboxRow
from common.http.serving import HttpServer
from common.messaging.in_process import InProcessBroker
from common.messaging.relay import Relay
from common.messaging.retry import RetryPolicy
from common.settings import WorkerSettings
from common.worker import Worker
from onebox.five import Household

# A worker of this process tells its health through the process itself.
SILENT = WorkerSettings(port=None)


@asynccontextmanager
async def at_work(
    household: Household, *, policy: RetryPolicy | None = None, has_loops: bool = True
) -> AsyncIterator[InProcessBroker]:
    """Workers of all five inside the block. Every service is attached before any relay starts."""
    broker = InProcessBroker()
    for tenant in household.tenants:
        broker.attach(tenant.parts, tenant.service.subscriptions(tenant.parts), policy=policy)
    stopping = asyncio.Event()
    try:
        async with asyncio.TaskGroup() as group:
            for tenant in household.tenants:
                worker = Worker(
                    tenant.parts.ground,
                    relay=Relay(tenant.parts.ground, broker),
                    loops=tenant.service.loops(tenant.parts) if has_loops else (),
                )
                group.create_task(worker.run(stopping, settings=SILENT))
            try:
                yield broker
            finally:
                stopping.set()
    finally:
        await broker.close()


async def serve(household: Household, stopping: asyncio.Event) -> None:
    """The five APIs with their pages, each on its port, until `stopping` is set."""
    servers = [
        HttpServer(
            tenant.service.create_api(tenant.parts),
            host=tenant.settings.http.host,
            port=tenant.settings.http.port,
        )
        for tenant in household.tenants
    ]
    async with asyncio.TaskGroup() as group:
        for server in servers:
            group.create_task(server.run())
        await stopping.wait()
        for server in servers:
            server.stop()


async def until_settled(household: Household, broker: InProcessBroker) -> None:
    """Wait until every event has left its outbox and every message has had its effect."""
    while True:
        await broker.until_quiet()
        if not await _waiting(household):
            return
        await asyncio.sleep(0.01)


async def _waiting(household: Household) -> bool:
    query = select(func.count()).select_from(OutboxRow).where(OutboxRow.sent_at.is_(None))
    for tenant in household.tenants:
        async with tenant.parts.ground.engine.connect() as connection:
            if await connection.scalar(query):
                return True
    return False
