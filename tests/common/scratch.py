"""Databases made for one test and dropped after it."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import asyncpg

from common.db.engine import plain_url


@asynccontextmanager
async def fresh_database(server: str) -> AsyncIterator[str]:
    """An empty database's address; gone afterwards, with whoever still holds it."""
    name = f"vigie_test_{secrets.token_hex(6)}"
    admin = await asyncpg.connect(plain_url(server))
    try:
        await admin.execute(f"CREATE DATABASE {name}")
        yield urlsplit(plain_url(server))._replace(path=f"/{name}").geturl()
    finally:
        await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await admin.close()
