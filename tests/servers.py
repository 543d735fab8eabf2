"""Where the tests find PostgreSQL and an object storage: given, in a container, from a wheel."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import asyncpg
from pydantic import SecretStr

from common.settings import StorageSettings
from onebox.object_storage import Credentials, seaweedfs
from onebox.ports import free_ports
from onebox.postgres import embedded_server

LOCAL_POSTGRES = "postgresql://root@127.0.0.1:5432/postgres"
CREDENTIALS = Credentials("vigie-tests", "vigie-tests-secret")


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """`DATABASE_URL`, else a server here that lets us in, else Docker's, else the wheel's."""
    given = os.environ.get("DATABASE_URL")  # noqa: TID251 - tests have no settings
    if given:
        yield given
    elif asyncio.run(_lets_us_in(LOCAL_POSTGRES)):
        yield LOCAL_POSTGRES
    elif docker_answers():
        with _in_container() as url:
            yield url
    else:
        with embedded_server(folder) as url:
            yield url


@asynccontextmanager
async def object_storage(folder: Path) -> AsyncIterator[StorageSettings]:
    """SeaweedFS of our own on a free port, killed at the end."""
    (port,) = free_ports(1)
    async with seaweedfs(folder, port=port, credentials=CREDENTIALS) as endpoint:
        yield StorageSettings(
            endpoint=endpoint,
            access_key=SecretStr(CREDENTIALS.access_key),
            secret_key=SecretStr(CREDENTIALS.secret_key),
        )


async def _lets_us_in(url: str) -> bool:
    try:
        connection = await asyncpg.connect(url, timeout=2)
    except (OSError, TimeoutError, asyncpg.PostgresError):
        return False
    try:
        return bool(
            await connection.fetchval(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            )
        )
    finally:
        await connection.close()


def docker_answers() -> bool:
    docker: Any = import_module("docker")
    try:
        docker.from_env().ping()
    except docker.errors.DockerException:
        return False
    return True


@contextmanager
def _in_container() -> Iterator[str]:
    from testcontainers.postgres import PostgresContainer  # noqa: PLC0415

    with PostgresContainer("postgres:18-alpine", driver=None) as container:
        yield container.get_connection_url()
