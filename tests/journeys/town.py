"""The five services as processes, with all that stands around them, for one test or experiment."""

import json
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from common.messaging import topology
from onebox.environment import SERVICES, World, as_settings, environments
from onebox.inbox.box import Box
from onebox.postgres import drop_databases
from onebox.processes import Fleet
from onebox.up import Servers, stack
from tests.journeys.walk import Addresses

SAMPLE_SIZE = 3000
# Waiting for what comes out of order must not take the ten seconds of production, and
# ten processes share a PostgreSQL of a hundred connections with the other tests.
FRUGAL = {
    "BROKER__RETRY_DELAYS": '["PT0.5S", "PT2S", "PT5S", "PT30S"]',
    "DATABASE__POOL_SIZE": "4",
}


@dataclass(frozen=True, slots=True)
class Town:
    """Where everything is, and the processes themselves."""

    addresses: Addresses
    fleet: Fleet
    world: World
    box: Box

    async def make_agent(self, email: str, password: str, *, role: str = "supervisor") -> str:
        """An agent's account; gives its TOTP secret."""
        words = ("--email", email, "--role", role, "--first-name", "Alix", "--last-name", "Martin")
        told = await self.fleet.run(
            "agent-analytics", "job", "create-agent", *words, given=password + "\n"
        )
        return str(json.loads(told)["totp_secret"])


@asynccontextmanager
async def town(
    folder: Path, *, database_server: str, broker_url: str, given: Mapping[str, str] | None = None
) -> AsyncIterator[Town]:
    """Five databases, queues under a name of their own, a sample registry; all gone at the end."""
    name = f"town_{secrets.token_hex(4)}"
    servers = Servers(database_url=SecretStr(database_server), rabbitmq_url=SecretStr(broker_url))
    async with AsyncExitStack() as opened:
        databases = [f"{name}_{service.replace('-', '_')}" for service in SERVICES]
        opened.push_async_callback(drop_databases, database_server, databases)
        place = await opened.enter_async_context(
            stack(servers, folder, prefix=name, given={**FRUGAL, **(given or {})})
        )
        # Asked to leave before their queues are taken away.
        opened.push_async_callback(_delete_queues, place.world)
        opened.push_async_callback(place.fleet.stop)
        await place.fleet.prepare()
        await import_sample(place.fleet, folder / "sample")
        place.fleet.start_all()
        await place.fleet.wait_until_ready()
        yield Town(addresses_of(place.world, place.inbox_url), place.fleet, place.world, place.box)


async def import_sample(fleet: Fleet, folder: Path) -> None:
    size = str(SAMPLE_SIZE)
    await fleet.run("routing", "job", "make-sample", "--size", size, "--into", str(folder))
    await fleet.run("routing", "job", "import-registry", *_files(folder))


def _files(folder: Path) -> tuple[str, ...]:
    establishments, legal_units = sorted(folder.iterdir(), key=lambda path: path.name)
    return "--establishments", str(establishments), "--legal-units", str(legal_units)


async def _delete_queues(world: World) -> None:
    for service, environment in environments(world).items():
        part: Any = import_module(f"{service.replace('-', '_')}.app")
        settings = part.SERVICE.settings(**as_settings(environment))
        parts = part.SERVICE.build(settings)
        try:
            subscriptions = part.SERVICE.subscriptions(parts)
            await topology.delete(settings.broker, service=service, subscriptions=subscriptions)
        finally:
            await parts.close()


def addresses_of(world: World, inbox: str) -> Addresses:
    return Addresses(
        intake=world.url("intake"),
        routing=world.url("routing"),
        company_portal=world.url("company-portal"),
        notifications=world.url("notifications"),
        agent_analytics=world.url("agent-analytics"),
        inbox=inbox,
    )
