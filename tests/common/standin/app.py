"""The stand-in's composition."""

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import typer
from fastapi import FastAPI
from sqlalchemy import text

from common.clock import SystemClock
from common.contracts.intake import ReportWithdrawn
from common.db.engine import create_engine
from common.ids import SystemChance
from common.messaging.subscription import Subscription, on
from common.service import Loop, Service
from common.settings import ServiceSettings
from common.unit_of_work import Cause, Ground, UnitOfWork

NAME = "standin"
QUEUE = "standin.note-withdrawal"


class Settings(ServiceSettings):
    """`poison`: the report whose message kills the process; `nap`: seconds a deed takes."""

    poison: UUID | None = None
    nap: float = 0.0
    broken_loop: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    ground: Ground
    settings: Settings

    def open_store(self, *, cause: Cause | None = None) -> UnitOfWork:
        return UnitOfWork(self.ground, cause=cause)

    async def close(self) -> None:
        await self.ground.engine.dispose()


def build(settings: Settings) -> Parts:
    engine = create_engine(settings.database.url.get_secret_value(), application=NAME)
    return Parts(Ground(NAME, engine, SystemClock(), SystemChance()), settings)


def create_api(parts: Parts) -> FastAPI:
    app = FastAPI(title=NAME)

    @app.get("/nap")
    async def nap() -> str:
        await asyncio.sleep(parts.settings.nap)
        return "rested"

    return app


def subscriptions(parts: Parts) -> tuple[Subscription[UnitOfWork], ...]:
    async def note(event: ReportWithdrawn, store: UnitOfWork) -> None:
        if event.report_id == parts.settings.poison:
            os.kill(os.getpid(), signal.SIGKILL)
        await asyncio.sleep(parts.settings.nap)
        connection = await store.connection()
        name = {"name": str(event.report_id)}
        await connection.execute(text("INSERT INTO things (name) VALUES (:name)"), name)

    return (on(ReportWithdrawn, queue=QUEUE, do=note),)


def loops(parts: Parts) -> tuple[Loop, ...]:
    async def tick() -> int:
        if parts.settings.broken_loop:
            raise RuntimeError("somebody@example.org")
        return 0

    return (Loop("tick", timedelta(milliseconds=100), tick),)


def jobs(parts: Callable[[], Parts]) -> typer.Typer:
    app = typer.Typer()

    @app.command()
    def count() -> None:
        """Say how the service is called."""
        print(parts().ground.service)  # noqa: T201 - the job's answer

    @app.command()
    def fail() -> None:
        """End with a status of its own."""
        raise typer.Exit(7)

    return app


SERVICE = Service(
    name=NAME,
    package="tests.common.db.sample",
    settings=Settings,
    build=build,
    create_api=create_api,
    subscriptions=subscriptions,
    loops=loops,
    jobs=jobs,
)
