"""A storage on the real server, with a bucket."""

from collections.abc import AsyncIterator

import httpx
import pytest_asyncio

from common.settings import StorageSettings
from common.storage import S3Storage

BUCKET = "vigie-quarantine"


@pytest_asyncio.fixture
async def files(s3: StorageSettings) -> AsyncIterator[S3Storage]:
    storage = S3Storage(s3)
    await storage.ensure_buckets(BUCKET, "vigie-clean")
    yield storage
    await storage.close()


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    """What a visitor sends from: it knows addresses, never keys."""
    async with httpx.AsyncClient(timeout=20) as client:
        yield client
