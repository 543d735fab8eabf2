"""What a benchmark stands on: PostgreSQL, RabbitMQ, a folder, and a town when it needs one."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.table import Table
from common.ids import SystemChance, readable_code
from onebox.environment import FIXED_PORTS, SERVICES, Environment, World, environments
from onebox.ports import free_ports
from onebox.postgres import create_databases, drop_databases
from onebox.secrets import kept_secrets
from routing.domain.sample.stock import make_stock, siret_of
from tests.chaos.ledger import Form
from tests.journeys.town import Town, town
from tests.journeys.walk import plain_leaf

COMPANIES = 200


@dataclass(frozen=True, slots=True)
class Servers:
    """Addresses of the servers, and a folder that is thrown away afterwards.

    `size` is how much to measure with, where a benchmark lets one choose. `pace` 0.2 sends a fifth
    of what the bars are about: what a busy machine can show.
    """

    database: str
    broker: str
    folder: Path
    size: int | None = None
    pace: float = 1.0


Benchmark = Callable[[Servers], Awaitable[Sequence[Table]]]


@asynccontextmanager
async def a_town(servers: Servers, name: str) -> AsyncIterator[Town]:
    """The five services with everything around them, as journeys and fault experiments use them.

    All of it shares the machine's processors: the workers step back behind the APIs.
    """
    async with town(
        servers.folder / name,
        database_server=servers.database,
        broker_url=servers.broker,
        given={"DATABASE__POOL_SIZE": "7", "WORKER__NICENESS": "10"},
    ) as place:
        yield place


@asynccontextmanager
async def a_service_alone(servers: Servers, service: str) -> AsyncIterator[Environment]:
    """The environment of one service with a database of its own, without broker or storage."""
    name = f"bench_{readable_code(SystemChance(), 8).lower()}"
    made = await create_databases(servers.database, [name])
    ports = FIXED_PORTS | {service: free_ports(1)[0]}
    world = World(
        databases=dict.fromkeys(SERVICES, made[name]),
        ports=ports,
        storage_url="http://127.0.0.1:9",
        smtp_port=9,
        secrets=kept_secrets(servers.folder / "secrets.json", SystemChance()),
        folder=servers.folder / name,
    )
    try:
        yield environments(world)[service]
    finally:
        await drop_databases(servers.database, [name])


async def a_form(intake: str, *, sirets: Sequence[str] = ()) -> Form:
    """A leaf of the tree that asks nothing more, and companies to report."""
    async with httpx.AsyncClient(base_url=intake, timeout=10) as client:
        tree = await client.get("/v1/categories", params={"lang": "fr"})
    return Form(plain_leaf(tree.json()["items"]), tuple(sirets) or _companies())


def _companies() -> tuple[str, ...]:
    firms = make_stock(COMPANIES, seed=1)
    return tuple(siret_of(firm, shop) for firm in firms for shop in firm.shops)[:COMPANIES]
