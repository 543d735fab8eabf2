"""Where the tests find RabbitMQ: given, here, or in a container; without one they say so."""

import os
import secrets
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from common.messaging import topology
from common.messaging.subscription import Subscription
from common.settings import BrokerSettings
from tests.servers import docker_answers

LOCAL_RABBITMQ = "amqp://guest:guest@127.0.0.1:5672/"
SHORT_DELAYS = (timedelta(milliseconds=300), timedelta(seconds=1))


@contextmanager
def rabbitmq() -> Iterator[str]:
    """`RABBITMQ_URL`, else a broker here, else Docker's; skipped aloud, failed in CI."""
    given = os.environ.get("RABBITMQ_URL")  # noqa: TID251 - tests have no settings
    if given:
        yield given
    elif _answers("127.0.0.1", 5672):
        yield LOCAL_RABBITMQ
    elif docker_answers():
        with _in_container() as url:
            yield url
    elif os.environ.get("CI"):  # noqa: TID251 - tests have no settings
        pytest.fail("no RabbitMQ: set RABBITMQ_URL")
    else:
        pytest.skip("NO RABBITMQ: set RABBITMQ_URL or start one on localhost:5672")


def _answers(host: str, port: int) -> bool:
    """Whether it speaks AMQP: a node that has run out of something still accepts connections."""
    try:
        with socket.create_connection((host, port), timeout=3) as probe:
            probe.sendall(b"AMQP\x00\x00\x09\x01")
            return probe.recv(1) == b"\x01"
    except OSError:
        return False


@contextmanager
def _in_container() -> Iterator[str]:
    from testcontainers.rabbitmq import RabbitMqContainer  # noqa: PLC0415 - only with Docker

    with RabbitMqContainer("rabbitmq:4-alpine") as container:
        host, port = container.get_container_host_ip(), container.get_exposed_port(5672)
        yield f"amqp://guest:guest@{host}:{port}/"


@asynccontextmanager
async def topology_of(
    url: str,
    *,
    service: str,
    subscriptions: Sequence[Subscription[Any]],
    delays: tuple[timedelta, ...] = SHORT_DELAYS,
) -> AsyncIterator[BrokerSettings]:
    """A service's queues under a name of their own, deleted afterwards."""
    settings = BrokerSettings(
        url=SecretStr(url), namespace=f"test-{secrets.token_hex(4)}.", retry_delays=delays
    )
    await topology.declare(settings, service=service, subscriptions=subscriptions)
    try:
        yield settings
    finally:
        await topology.delete(settings, service=service, subscriptions=subscriptions)
