"""The migrations make the tables that the code declares, and take them away."""

from common.db.migrations import check, downgrade, upgrade
from common.testing.fixtures import Database
from intake.store.tables import Base


async def test_the_migrations_make_the_tables_of_the_code(database: Database) -> None:
    url = await database("intake")
    await check(url, "intake", Base.metadata)
    await downgrade(url, "intake", revision="base")
    await upgrade(url, "intake")
    await check(url, "intake", Base.metadata)
