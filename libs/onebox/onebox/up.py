"""The five services as processes, on PostgreSQL and RabbitMQ given by the environment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings

from common.clock import SystemClock
from common.ids import SystemChance
from onebox.access import TITLES
from onebox.environment import FIXED_PORTS, SERVICES, Environment, World, environments
from onebox.inbox.box import Box
from onebox.inbox.serving import serving
from onebox.object_storage import seaweedfs
from onebox.ports import free_ports, require_free
from onebox.postgres import create_databases
from onebox.processes import Fleet
from onebox.progress import say, step
from onebox.secrets import kept_secrets

FOLDER = Path.cwd() / ".up"
INBOX_PORT = 8025
# All ten processes share one machine: what queues lets those through who wait at a screen.
STEP_BACK: Environment = {"WORKER__NICENESS": "10"}


class Servers(BaseSettings):
    """`DATABASE_URL`: a role that may create databases. `RABBITMQ_URL`: a broker."""

    database_url: SecretStr
    rabbitmq_url: SecretStr


@dataclass(frozen=True, slots=True)
class Stack:
    """A fleet with what stands around it. Nothing runs yet: `prepare`, then `start_all`."""

    fleet: Fleet
    world: World
    box: Box
    inbox_url: str

    async def start(self) -> None:
        await self.fleet.prepare()
        self.fleet.start_all()
        await self.fleet.wait_until_ready()


@asynccontextmanager
async def stack(
    servers: Servers,
    folder: Path,
    *,
    prefix: str = "vigie",
    ports: dict[str, int] | None = None,
    inbox_port: int | None = None,
    given: Environment | None = None,
) -> AsyncIterator[Stack]:
    """Databases, object storage and inbox for a fleet, which is stopped with the block.

    `prefix` names the databases and the broker's queues, so that several stacks share servers;
    `given` adds to every service’s environment. The folder is an absolute path.
    """
    secrets = kept_secrets(folder / "secrets.json", SystemChance())
    storage_port, smtp_port, web_port = free_ports(3)
    urls = await create_databases(
        servers.database_url.get_secret_value(),
        [f"{prefix}_{service.replace('-', '_')}" for service in SERVICES],
    )
    box = Box(folder / "mail", clock=SystemClock(), chance=SystemChance())
    async with AsyncExitStack() as opened:
        storage_url = await opened.enter_async_context(
            seaweedfs(folder / "storage", port=storage_port, credentials=secrets.storage)
        )
        world = World(
            databases=dict(zip(SERVICES, urls.values(), strict=True)),
            ports=ports or _free(),
            worker_ports=None if ports else _free(),
            storage_url=storage_url,
            smtp_port=smtp_port,
            secrets=secrets,
            folder=folder,
            broker_url=servers.rabbitmq_url.get_secret_value(),
            namespace="" if prefix == "vigie" else f"{prefix}.",
            given=given,
        )
        inbox = await opened.enter_async_context(
            serving(box, smtp_port=smtp_port, web_port=inbox_port or web_port)
        )
        fleet = Fleet(environments(world), logs=folder / "logs")
        opened.push_async_callback(fleet.stop)
        yield Stack(fleet, world, box, inbox)


def _free() -> dict[str, int]:
    return dict(zip(SERVICES, free_ports(len(SERVICES)), strict=True))


async def run(stopping: asyncio.Event, *, offset: int = 0) -> None:
    """Prepare, start, tell the addresses, and stop with Ctrl-C."""
    ports = {service: port + offset for service, port in FIXED_PORTS.items()}
    inbox_port = INBOX_PORT + offset
    require_free({**ports, "inbox": inbox_port})
    servers = Servers()
    async with stack(servers, FOLDER, ports=ports, inbox_port=inbox_port, given=STEP_BACK) as made:
        with step("databases, queues and ten processes"):
            await made.start()
        say()
        for service in SERVICES:
            say(f"  {made.world.url(service)}  {TITLES[service]}")
        say(f"  {made.inbox_url}  {TITLES['inbox']}")
        say(f"  logs: {FOLDER}/logs; Ctrl-C stops everything, the data stay")
        await stopping.wait()


async def prepare() -> None:
    """Migrations and queues of the five, without starting them."""
    servers = Servers()
    async with stack(servers, FOLDER, ports=FIXED_PORTS) as made:
        with step("databases and queues"):
            await made.fleet.prepare()
