"""The one way to a database: pool, timeouts, and what a session may cost."""

from datetime import timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from common.db.fair_pool import FairPool

POOL_WAIT = timedelta(seconds=2)
STATEMENT_TIMEOUT = timedelta(seconds=10)
LOCK_TIMEOUT = timedelta(seconds=5)
# A frozen process must not hold its row locks for ever: PostgreSQL ends its transaction.
IDLE_IN_TRANSACTION_TIMEOUT = timedelta(seconds=30)


def asyncpg_url(url: str) -> str:
    """The same address for SQLAlchemy's asyncpg dialect, whatever scheme a platform hands out."""
    _, separator, rest = url.partition("://")
    return f"postgresql+asyncpg{separator}{rest}" if separator else url


def plain_url(url: str) -> str:
    """The same address for asyncpg itself, which knows no dialects."""
    _, separator, rest = url.partition("://")
    return f"postgresql{separator}{rest}" if separator else url


def _milliseconds(duration: timedelta) -> str:
    return str(int(duration.total_seconds() * 1000))


def create_engine(url: str, *, application: str, pool_size: int = 10) -> AsyncEngine:
    """An engine whose connections name themselves and give up in bounded time."""
    engine = create_async_engine(
        asyncpg_url(url),
        poolclass=FairPool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_WAIT.total_seconds(),
        pool_recycle=900,
        connect_args={
            "timeout": POOL_WAIT.total_seconds(),
            "server_settings": {
                "application_name": application,
                "timezone": "UTC",
                "statement_timeout": _milliseconds(STATEMENT_TIMEOUT),
                "lock_timeout": _milliseconds(LOCK_TIMEOUT),
                "idle_in_transaction_session_timeout": _milliseconds(IDLE_IN_TRANSACTION_TIMEOUT),
            },
        },
    )
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    return engine


def _refuse_closed(connection: Any, _record: object, _proxy: object) -> None:
    """Make the pool replace a connection that the server ended.

    The socket knows; a ping would ask the server, three round trips for every transaction.
    """
    if connection.driver_connection.is_closed():
        raise DisconnectionError
