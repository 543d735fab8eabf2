"""The worker of a service: consumers, relay and loops, side by side until told to stop."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import timedelta
from time import monotonic
from typing import Any, Protocol

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from common import log, metrics
from common.cancellation import own_cancellation_only
from common.db.purge import purge
from common.http.serving import HttpServer
from common.messaging.database_watch import DatabaseWatch
from common.messaging.parked.forget import forget_parked
from common.messaging.relay import Relay
from common.service import Loop
from common.settings import BrokerSettings, WorkerSettings
from common.unit_of_work import Ground

GRACE_SECONDS = 25.0
RELAY_SILENCE_SECONDS = 30.0
PURGE_EVERY = timedelta(minutes=5)
FORGET_EVERY = timedelta(minutes=1)
PAUSE_AFTER_FAILURE_SECONDS = 5.0


class EndedEarly(Exception):
    """A part of the worker ended although nobody asked it to."""


class Consumers(Protocol):
    """Whatever brings messages in: RabbitMQ's consumers, or none in one process."""

    @property
    def is_listening(self) -> bool: ...

    async def run(self) -> None: ...

    def stop(self) -> None: ...


class Worker:
    """Everything a service does without being asked by HTTP.

    Consumers and relay mend themselves; if one of them ends all the same, with or without an error,
    the worker falls, and whoever watches it starts it again.
    """

    def __init__(
        self,
        ground: Ground,
        *,
        relay: Relay,
        loops: Sequence[Loop],
        consumers: Consumers | None = None,
        broker: BrokerSettings | None = None,
    ) -> None:
        self._ground = ground
        self._relay = relay
        self._consumers = consumers
        self._watch = DatabaseWatch(ground.engine)
        self._loops = (
            *loops,
            Loop("purge", PURGE_EVERY, lambda: purge(ground.engine)),
            Loop("forget-parked", FORGET_EVERY, lambda: forget_parked(ground, broker)),
        )

    async def run(self, stopping: asyncio.Event, *, settings: WorkerSettings) -> None:
        server = self._health_server(settings)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._to_the_end(self._relay.run(), stopping), name="relay")
            if self._consumers is not None:
                consuming = self._to_the_end(self._consumers.run(), stopping)
                group.create_task(consuming, name="consumers")
            if server is not None:
                group.create_task(server.run(), name="health")
            loops = [
                group.create_task(self._repeat(loop, stopping), name=loop.name)
                for loop in self._loops
            ]
            await stopping.wait()
            log.logger().info("worker_stopping", service=self._ground.service)
            self._stop_parts()
            await _finish(loops)
            if server is not None:
                server.stop()

    async def is_ready(self) -> dict[str, bool]:
        """What a worker must be to be of use, each answered."""
        return {
            "database": await self._watch.is_up(),
            "relay": monotonic() - self._relay.last_turn_at < RELAY_SILENCE_SECONDS,
            "consumers": self._consumers is None or self._consumers.is_listening,
        }

    async def _to_the_end(self, part: Coroutine[Any, Any, None], stopping: asyncio.Event) -> None:
        """A part that ends before it is asked to must not leave a worker that looks alive.

        The others are asked to stop, not only cancelled: a cancellation may be swallowed.
        """
        try:
            with own_cancellation_only():
                await part
            if not stopping.is_set():
                raise EndedEarly
        finally:
            stopping.set()
            self._stop_parts()

    def _stop_parts(self) -> None:
        self._relay.stop()
        if self._consumers is not None:
            self._consumers.stop()

    async def _repeat(self, loop: Loop, stopping: asyncio.Event) -> None:
        """Turn after turn; a turn that fails is told and tried again, and takes nobody along."""
        names = {"service": self._ground.service, "loop": loop.name}
        with log.bound(**names):
            while not stopping.is_set():
                rest = loop.every.total_seconds()
                try:
                    with own_cancellation_only():
                        done = await loop.do()
                except Exception as error:  # noqa: BLE001 - one loop's bug must not stop messages
                    metrics.loop_failures.labels(**names).inc()
                    log.logger().error("loop_failed", **log.fault(error))
                    rest = max(rest, PAUSE_AFTER_FAILURE_SECONDS)
                else:
                    metrics.loop_done.labels(**names).inc(done)
                    rest = 0 if done else rest
                await _rest(stopping, rest)

    def _health_server(self, settings: WorkerSettings) -> HttpServer | None:
        if settings.port is None:
            return None
        return HttpServer(health_app(self.is_ready), host=settings.host, port=settings.port)


def health_app(is_ready: Callable[[], Awaitable[dict[str, bool]]]) -> Starlette:
    """`/livez` asks nothing of anyone: a database that is down is no reason to be restarted."""

    async def livez(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_: Request) -> Response:
        answers = await is_ready()
        return JSONResponse(answers, status_code=200 if all(answers.values()) else 503)

    async def counted(_: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return Starlette(
        routes=[Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", counted)]
    )


async def _finish(loops: Sequence[asyncio.Task[None]]) -> None:
    """Let the turns under way end; cut those that take too long."""
    _, late = await asyncio.wait(loops, timeout=GRACE_SECONDS)
    for task in late:
        task.cancel()


async def _rest(stopping: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stopping.wait()
    except TimeoutError:
        return
