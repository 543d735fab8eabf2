"""The services' databases, as the desk sees them."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import asyncpg
from pydantic import SecretStr

from common.messaging.parked.forget import reading_json
from common.messaging.parked.shelf import ParkedMessage

_AUDIT = """
    INSERT INTO audit (at, actor, action, object_kind, object_id, detail)
    VALUES (clock_timestamp(), $1, $2, 'message', $3, $4)
"""


class UnknownService(LookupError):
    """The desk was not told where this service's database is."""


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A queue, what it listens to, and the first moment that it is owed anything."""

    service: str
    queue: str
    topic: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Databases:
    """Connections by service name."""

    by_service: Mapping[str, "asyncpg.Connection[asyncpg.Record]"]

    def of(self, service: str) -> "asyncpg.Connection[asyncpg.Record]":
        try:
            return self.by_service[service]
        except KeyError:
            variable = f"DATABASES__{service.upper().replace('-', '_')}"
            raise UnknownService(f"{service}: set {variable}") from None

    async def subscribed(self) -> list[Subscribed]:
        """All subscriptions, as `prepare` wrote them down."""
        found = []
        for service, connection in self.by_service.items():
            rows = await connection.fetch(
                "SELECT queue, topic, since FROM queue_subscriptions ORDER BY queue, topic"
            )
            found += [Subscribed(service, *row.values()) for row in rows]
        return found

    async def audit(
        self, message: ParkedMessage, *, actor: str, action: str, **detail: str
    ) -> None:
        """Write in the register of the service that the message's queue belongs to."""
        told = {"queue": message.queue, "sha256": message.fingerprint, **detail}
        await self.of(message.service).execute(
            _AUDIT, actor, action, message.event_id or "unreadable", told
        )


@asynccontextmanager
async def open_databases(urls: Mapping[str, SecretStr]) -> AsyncIterator[Databases]:
    async with AsyncExitStack() as stack:
        opened = {}
        for name, url in sorted(urls.items()):
            connection = await stack.enter_async_context(
                reading_json(url.get_secret_value(), application="vigie desk")
            )
            opened[name.lower().replace("_", "-")] = connection
        yield Databases(opened)
