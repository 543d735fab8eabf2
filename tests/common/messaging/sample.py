"""A service reduced to one table of effects and whatever deed a test gives it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from common.clock import Clock, SystemClock
from common.contracts.intake import ReportWithdrawn
from common.db.engine import create_engine
from common.db.migrations import upgrade
from common.ids import SystemChance, uuid7
from common.messaging.subscription import Subscription, on
from common.unit_of_work import Cause, Ground, UnitOfWork
from tests.common.scratch import fresh_database

QUEUE = "sample.note-withdrawal"
PACKAGE = "tests.common.db.sample"
SHORT = timedelta(milliseconds=50)

Deed = Callable[[ReportWithdrawn, UnitOfWork], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Parts:
    ground: Ground

    def open_store(self, *, cause: Cause | None = None) -> UnitOfWork:
        return UnitOfWork(self.ground, cause=cause)

    async def close(self) -> None:
        await self.ground.engine.dispose()

    async def scalar(self, query: str, **values: Any) -> Any:
        async with self.ground.engine.connect() as connection:
            return await connection.scalar(text(query), values)

    async def effects(self) -> int:
        return int(await self.scalar("SELECT count(*) FROM things"))


@asynccontextmanager
async def sample_parts(
    url: str, *, service: str = "sample", clock: Clock | None = None
) -> AsyncIterator[Parts]:
    engine = create_engine(url, application=service)
    parts = Parts(Ground(service, engine, clock or SystemClock(), SystemChance()))
    try:
        yield parts
    finally:
        await parts.close()


@asynccontextmanager
async def sample_service(server: str, *, service: str = "sample") -> AsyncIterator[Parts]:
    """Parts on a database of their own, at the newest migration."""
    async with fresh_database(server) as url:
        await upgrade(url, PACKAGE)
        async with sample_parts(url, service=service) as parts:
            yield parts


async def note(event: ReportWithdrawn, store: UnitOfWork) -> None:
    """The plainest deed: one row an event."""
    connection = await store.connection()
    await connection.execute(
        text("INSERT INTO things (name) VALUES (:name)"), {"name": str(event.report_id)}
    )


def subscription(do: Deed = note, *, queue: str = QUEUE) -> Subscription[UnitOfWork]:
    return on(ReportWithdrawn, queue=queue, do=do)


def an_id() -> UUID:
    return uuid7(SystemClock().now(), SystemChance())


def a_withdrawal(report_id: UUID | None = None, *, version: int = 2) -> ReportWithdrawn:
    return ReportWithdrawn(
        report_id=report_id or an_id(),
        version=version,
        withdrawn_at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    )
