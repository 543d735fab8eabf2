"""A fresh database for each package, with its migrations, emptied between tests."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from common.db.engine import plain_url
from common.db.migrations import upgrade

# What migrations wrote is kept apart and put back after each emptying.
_PRISTINE = "pristine"
_TABLES = """
    SELECT format('%I', tablename) FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1
"""
# Numbers given by the database go on after those that were put back.
_COUNTED = """
    SELECT format('SELECT setval(pg_get_serial_sequence(''public.%1$I'', %2$L), max(%2$I)) '
                  'FROM public.%1$I', kept.tablename, counted.attname)
    FROM pg_tables AS kept JOIN pg_attribute AS counted
        ON counted.attrelid = format('public.%I', kept.tablename)::regclass
    WHERE kept.schemaname = 'pristine' AND counted.attidentity <> ''
"""
_KEPT = "SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'pristine'"


@dataclass(slots=True)
class Databases:
    """The databases that one test process made on a server; `drop` leaves nothing behind."""

    server_url: str
    worker: str
    _urls: dict[str, str] = field(default_factory=dict)
    _names: list[str] = field(default_factory=list)

    async def fresh(self, package: str) -> str:
        """The address of the package's database, as its migrations left it."""
        if package not in self._urls:
            self._urls[package] = await self._create(package)
        else:
            await _empty(self._urls[package])
        return self._urls[package]

    async def drop(self) -> None:
        connection = await asyncpg.connect(self.server_url)
        try:
            for name in self._names:
                await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        finally:
            await connection.close()

    async def _create(self, package: str) -> str:
        name = f"vigie_test_{package.replace('.', '_')}_{self.worker}_{os.getpid()}"
        connection = await asyncpg.connect(self.server_url)
        try:
            await connection.execute(f'CREATE DATABASE "{name}"')
        finally:
            await connection.close()
        self._names.append(name)
        url = urlunsplit(urlsplit(self.server_url)._replace(path=f"/{name}"))
        await upgrade(url, package)
        await _remember(url)
        return url


async def _remember(url: str) -> None:
    connection = await asyncpg.connect(plain_url(url))
    try:
        await connection.execute(f"CREATE SCHEMA {_PRISTINE}")
        for table in await _filled(connection):
            await connection.execute(f"CREATE TABLE {_PRISTINE}.{table} AS TABLE public.{table}")
    finally:
        await connection.close()


async def _empty(url: str) -> None:
    connection = await asyncpg.connect(plain_url(url))
    try:
        filled = await _filled(connection)
        if not filled:
            return
        kept = [row[0] for row in await connection.fetch(_KEPT)]
        async with connection.transaction():
            await connection.execute("SET LOCAL lock_timeout = '5s'")
            names = ", ".join(f"public.{table}" for table in filled)
            await connection.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
            for table in kept:
                await connection.execute(
                    f"ALTER TABLE public.{table} DISABLE TRIGGER ALL;"
                    f"INSERT INTO public.{table} OVERRIDING SYSTEM VALUE TABLE {_PRISTINE}.{table};"
                    f"ALTER TABLE public.{table} ENABLE TRIGGER ALL"
                )
            for row in await connection.fetch(_COUNTED):
                await connection.execute(row[0])
    finally:
        await connection.close()


async def _filled(connection: "asyncpg.Connection[asyncpg.Record]") -> list[str]:
    tables = [row[0] for row in await connection.fetch(_TABLES)]
    if not tables:
        return []
    ask: Callable[[str], str] = "(EXISTS (SELECT FROM public.{0}))".format
    answers = await connection.fetch("SELECT " + ", ".join(map(ask, tables)))
    return [table for table, has_rows in zip(tables, answers[0], strict=True) if has_rows]
