"""A small sample, lived through by the five services on real servers, in one process."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import text

from common.clock import SystemClock
from common.ids import SystemChance
from common.settings import StorageSettings
from onebox.access import Accounts
from onebox.codes import codes_at
from onebox.environment import SERVICES, Environment, World, environments
from onebox.five import Household, build, prepare
from onebox.inbox.box import Box
from onebox.one_process import at_work, until_settled
from onebox.ports import free_ports
from onebox.postgres import create_databases, drop_databases
from onebox.processes import Fleet
from onebox.secrets import kept_secrets
from onebox.seed.registry import load_registry
from onebox.seed.sample import live_through_sample

REPORTS = 12
ESTABLISHMENTS = 2_000


@pytest_asyncio.fixture(scope="module")
async def given(
    postgres_url: str, s3: StorageSettings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[dict[str, Environment]]:
    folder = tmp_path_factory.mktemp("onebox")
    ports = free_ports(len(SERVICES))
    names = {service: f"vigie_onebox_{ports[0]}_{service[:3]}" for service in SERVICES}
    urls = await create_databases(postgres_url, names.values())
    world = World(
        databases={service: urls[name] for service, name in names.items()},
        ports=dict(zip(SERVICES, ports, strict=True)),
        storage_url=s3.endpoint,
        smtp_port=1,
        secrets=kept_secrets(folder / "secrets.json", SystemChance()),
        folder=folder,
        given={
            "STORAGE__ACCESS_KEY": s3.access_key.get_secret_value(),
            "STORAGE__SECRET_KEY": s3.secret_key.get_secret_value(),
        },
    )
    made = environments(world)
    await prepare(made)
    await load_registry(Fleet(made, logs=folder / "logs"), folder, size=ESTABLISHMENTS)
    yield made
    await drop_databases(postgres_url, names.values())


@pytest_asyncio.fixture(scope="module")
async def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    return Box(tmp_path_factory.mktemp("mail"), clock=SystemClock(), chance=SystemChance())


@pytest_asyncio.fixture(scope="module")
async def accounts(given: dict[str, Environment], box: Box) -> Accounts:
    return await live_through_sample(given, box, count=REPORTS)


@pytest_asyncio.fixture(scope="module")
async def household(
    given: dict[str, Environment],
    accounts: Accounts,
) -> AsyncIterator[Household]:
    made = build(given)
    async with at_work(made, has_loops=False) as broker:
        await until_settled(made, broker)
    yield made
    await made.close()


async def count(household: Household, package: str, query: str) -> int:
    parts = getattr(household, package)
    async with parts.ground.engine.connect() as connection:
        return int(await connection.scalar(text(query)) or 0)


async def test_every_report_of_the_plan_reaches_the_agents(household: Household) -> None:
    filed = await count(household, "intake", "SELECT count(*) FROM reports")
    seen = await count(household, "agent_analytics", "SELECT count(*) FROM reports")

    assert filed == seen == REPORTS


async def test_no_message_is_left_behind(household: Household) -> None:
    for tenant in household.tenants:
        package = tenant.service.package
        assert await count(household, package, "SELECT count(*) FROM parked") == 0
        unsent = "SELECT count(*) FROM outbox WHERE sent_at IS NULL"
        assert await count(household, package, unsent) == 0


async def test_the_sample_is_in_the_past(household: Household) -> None:
    future = "SELECT count(*) FROM reports WHERE submitted_at > now()"

    assert await count(household, "agent_analytics", future) == 0


async def test_each_account_has_its_code(accounts: Accounts) -> None:
    codes = codes_at(accounts, SystemClock().now())

    assert [code.role for code in codes] == ["entreprise", "agent", "superviseur"]
    assert all(len(code.digits) == 6 for code in codes)
    assert accounts.company_admin.siret is not None
