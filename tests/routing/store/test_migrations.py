"""The migrations make the tables that the code declares, and undo themselves."""

from common.db import migrations
from common.testing.databases import Databases
from routing.store.tables import Base


async def test_the_migrations_make_the_tables(databases: Databases) -> None:
    url = await databases.fresh("routing")
    await migrations.check(url, "routing", Base.metadata)


async def test_the_migrations_go_down_and_up_again(databases: Databases) -> None:
    url = await databases.fresh("routing")
    await migrations.downgrade(url, "routing", revision="base")
    await migrations.upgrade(url, "routing")
    await migrations.check(url, "routing", Base.metadata)
