from collections.abc import AsyncIterator

import pytest

from tests.common.scratch import fresh_database


@pytest.fixture
async def empty_database(postgres_url: str) -> AsyncIterator[str]:
    async with fresh_database(postgres_url) as url:
        yield url
