from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from tests.common.messaging.sample import Parts, sample_service


@pytest.fixture(scope="session")
async def sample_database(postgres_url: str) -> AsyncIterator[Parts]:
    async with sample_service(postgres_url) as parts:
        yield parts


@pytest.fixture
async def parts(sample_database: Parts) -> Parts:
    """The sample service, its tables empty."""
    async with sample_database.ground.engine.begin() as connection:
        await connection.execute(text("TRUNCATE things, outbox, inbox, attempts, parked"))
    return sample_database
