"""The migrations make the tables that the code declares."""

from common.db.migrations import check
from common.testing.fixtures import Database
from company_portal.store.tables import Table


async def test_the_migrations_make_the_tables_that_the_code_declares(database: Database) -> None:
    await check(await database("company_portal"), "company_portal", Table.metadata)
