"""Connections to RabbitMQ and the one place that makes messages for it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

import aio_pika
from aio_pika.abc import AbstractConnection, DeliveryMode, HeadersType

from common.cancellation import own_cancellation_only
from common.contracts.envelope import CONTENT_TYPE
from common.settings import BrokerSettings

CONNECT_SECONDS = 5.0
HEARTBEAT_SECONDS = 15
APPLICATION = "vigie"


async def connect(settings: BrokerSettings, *, name: str) -> AbstractConnection:
    """A plain connection, shown to operators by its name; whoever opens it mends it too.

    aio-pika's self-mending connection declares again from memory, with arguments that may have
    changed, and forgets consumers that nothing else refers to.
    """
    url = settings.url.get_secret_value()
    if "heartbeat=" not in url:
        url += f"{'&' if '?' in url else '?'}heartbeat={HEARTBEAT_SECONDS}"
    with own_cancellation_only():
        return await aio_pika.connect(
            url, timeout=CONNECT_SECONDS, client_properties={"connection_name": name}
        )


@asynccontextmanager
async def connected(settings: BrokerSettings, *, name: str) -> AsyncIterator[AbstractConnection]:
    connection = await connect(settings, name=name)
    try:
        yield connection
    finally:
        await connection.close()


def message_of(
    body: bytes,
    *,
    event_id: UUID | str | None,
    topic: str | None,
    headers: HeadersType | None = None,
    at: datetime | None = None,
) -> aio_pika.Message:
    """A persistent message: one that is not is lost with the broker's process, confirmed or not."""
    return aio_pika.Message(
        body,
        delivery_mode=DeliveryMode.PERSISTENT,
        content_type=CONTENT_TYPE,
        message_id=str(event_id) if event_id else None,
        type=topic,
        app_id=APPLICATION,
        headers=headers or {},
        timestamp=at,
    )
