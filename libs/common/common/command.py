"""The command line of every service: `python -m <package> api | worker | prepare | job NAME`."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn, TypeVar

import typer
import uvloop
from pydantic import ValidationError

from common import log, telemetry
from common.db import migrations, subscriptions
from common.http.serving import HttpServer, PortTaken
from common.messaging import topology
from common.messaging.consumer import RabbitConsumers
from common.messaging.processor import Workshop
from common.messaging.rabbit import RabbitPublisher
from common.messaging.relay import Relay
from common.messaging.retry import RetryPolicy
from common.service import Parts, Service
from common.settings import BrokerSettings, ServiceSettings
from common.worker import Worker

C = TypeVar("C", bound=ServiceSettings)
P = TypeVar("P", bound=Parts[Any])

FELL = 1
BAD_SETTINGS = 2
LEAVE_SECONDS = 10
CLOSE_SECONDS = 10
# Left in the pool for the relay's measures, the loops and the health check.
SPARE_CONNECTIONS = 2
# Objects made before the collector looks for circles among the young ones.
YOUNG = 20_000


def run(service: Service[C, P]) -> None:
    """Read the command line, do what it says, exit with 0 only when all went well."""
    app = typer.Typer(
        name=service.name,
        no_args_is_help=True,
        add_completion=False,
        # Its tracebacks show local variables: secrets and people.
        pretty_exceptions_enable=False,
    )

    @app.command()
    def api() -> None:
        """Serve the API and the pages."""
        settings = _begin(service)
        _until_done(lambda stopping: serve_api(service, settings, stopping))

    @app.command()
    def worker() -> None:
        """Consume messages, relay the outbox, run the loops."""
        settings = _begin(service)
        broker = settings.broker
        if broker is None:
            _refuse("BROKER__URL is missing: a worker needs a broker (the demo runs without one)")
        os.nice(settings.worker.niceness)
        _until_done(lambda stopping: run_worker(service, settings, broker, stopping))

    @app.command()
    def prepare() -> None:
        """Migrate the database, declare the queues, make what the service needs."""
        settings = _begin(service)
        _until_done(lambda _: prepare_all(service, settings))

    app.add_typer(service.jobs(lambda: service.build(_begin(service))), name="job")
    app()


async def serve_api(service: Service[C, P], settings: C, stopping: asyncio.Event) -> None:
    parts = service.build(settings)
    try:
        http = settings.http
        server = HttpServer(
            service.create_api(parts),
            host=http.host,
            port=http.port,
            trusted_proxies=http.trusted_proxies,
        )
        spare_the_standing()
        _say(f"{service.name}: listening on {http.host}:{http.port}")
        await _serve_until(server, stopping)
    finally:
        await _close(parts)


async def run_worker(
    service: Service[C, P], settings: C, broker: BrokerSettings, stopping: asyncio.Event
) -> None:
    parts = service.build(settings)
    publisher = RabbitPublisher(broker, name=f"{service.name} relay")
    try:
        width = max(1, min(broker.prefetch, settings.database.pool_size - SPARE_CONNECTIONS))
        policy = RetryPolicy(delays=broker.retry_delays)
        workshop = Workshop.of(parts, policy=policy, width=width)
        worker = Worker(
            parts.ground,
            relay=Relay(parts.ground, publisher),
            loops=service.loops(parts),
            consumers=RabbitConsumers(broker, workshop, service.subscriptions(parts)),
            broker=broker,
        )
        spare_the_standing()
        _say(f"{service.name}: working")
        await worker.run(stopping, settings=settings.worker)
    finally:
        await publisher.close()
        await _close(parts)


async def _close(parts: Parts[Any]) -> None:
    """A dead server must not keep the process: what it held is gone with it."""
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await parts.close()
    except TimeoutError:
        log.logger().warning("parts_not_closed")


def spare_the_standing() -> None:
    """Leave what was built at the start out of every later search for garbage.

    It stays until the end, and looking through it again and again stops every request meanwhile.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


async def prepare_all(service: Service[C, P], settings: C) -> None:
    """All that must stand before `api` and `worker` start; doing it again changes nothing."""
    await migrations.upgrade(settings.database.url.get_secret_value(), service.package)
    _say(f"{service.name}: database at {migrations.head(service.package)}")
    parts = service.build(settings)
    try:
        listened = service.subscriptions(parts)
        topology.check_names(service.name, (item.queue for item in listened))
        pairs = [(item.queue, item.event.topic) for item in listened]
        retired = await subscriptions.register(parts.ground.engine, pairs)
        if settings.broker is None:
            _say(f"{service.name}: no BROKER__URL, no queues declared")
        else:
            await topology.declare(
                settings.broker, service=service.name, subscriptions=listened, retired=retired
            )
            _say(f"{service.name}: {len(listened)} queues declared")
        if service.prepare is not None:
            await service.prepare(parts)
            _say(f"{service.name}: the rest made ready")
    finally:
        await parts.close()


def _begin(service: Service[C, P]) -> C:
    """Settings from the environment, logs and traces on; refuses by name what is missing."""
    try:
        settings = service.settings()
    except ValidationError as error:
        # The error repeats the values it was given, secrets among them.
        for fault in error.errors(include_input=False, include_url=False):
            name = "__".join(str(part).upper() for part in fault["loc"])
            _say(f"{service.name}: {name}: {fault['msg']}")
        raise typer.Exit(BAD_SETTINGS) from None
    log.configure(level=settings.telemetry.log_level)
    telemetry.configure(settings.telemetry, service=service.name)
    return settings


def _until_done(work: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    """Run on uvloop; SIGTERM and SIGINT ask the work to end, and ending so is a success."""

    async def main() -> None:
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopping.set)
        try:
            await work(stopping)
        finally:
            # Whoever watches the process must see it end, whatever a library still waits for.
            signal.alarm(LEAVE_SECONDS)

    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(main())
    except PortTaken as taken:
        _refuse(f"cannot listen on {taken}")
    except BaseExceptionGroup as group:
        # Its text may repeat a row, and the row is somebody's.
        for error in group.exceptions:
            log.logger().critical("worker_fell", **log.fault(error))
        raise typer.Exit(FELL) from None


async def _serve_until(server: HttpServer, stopping: asyncio.Event) -> None:
    serving = asyncio.create_task(server.run())
    waiting = asyncio.create_task(stopping.wait())
    await asyncio.wait((serving, waiting), return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    server.stop()
    await serving


def _refuse(why: str) -> NoReturn:
    _say(why)
    raise typer.Exit(BAD_SETTINGS)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - progress is for whoever started it
