"""The migrations make what the code declares."""

from agent_analytics.store.tables import Base
from common.db.migrations import check, downgrade, upgrade
from common.testing.fixtures import Database


async def test_the_migrations_make_the_declared_tables(database: Database) -> None:
    await check(await database("agent_analytics"), "agent_analytics", Base.metadata)


async def test_the_migrations_go_down_and_up_again(database: Database) -> None:
    url = await database("agent_analytics")

    await downgrade(url, "agent_analytics", revision="base")
    await upgrade(url, "agent_analytics")

    await check(url, "agent_analytics", Base.metadata)
