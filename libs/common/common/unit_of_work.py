"""One transaction: domain rows, audit rows and outbox rows stand or fall together."""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from uuid import UUID

from opentelemetry import propagate
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from common.clock import Clock
from common.contracts.envelope import Envelope, to_bytes
from common.contracts.event import Event
from common.db import register
from common.db.bell import Bell
from common.db.register import Announcement, Answer, Entry
from common.ids import Chance, NewId, id_source


@dataclass(frozen=True, slots=True)
class Cause:
    """The message being handled: what it belongs to and which one it is."""

    event_id: UUID
    correlation_id: str | None


@dataclass(frozen=True, slots=True)
class Ground:
    """What every unit of work of a service stands on."""

    service: str
    engine: AsyncEngine
    clock: Clock
    chance: Chance
    bell: Bell = field(default_factory=Bell)

    @property
    def new_id(self) -> NewId:
        return id_source(self.clock, self.chance)


class UnitOfWork:
    """A transaction that commits on a clean exit and rolls back otherwise.

    No connection is taken before the first query, so that a handler may ask a gateway first
    without holding one. Events are written to the outbox on exit, before the commit.
    """

    def __init__(self, ground: Ground, *, cause: Cause | None = None) -> None:
        self.ground = ground
        self.clock = ground.clock
        self.new_id = ground.new_id
        self._cause = cause
        self._connection: AsyncConnection | None = None
        self._announcements: list[Envelope] = []
        self._entries: list[Entry] = []
        self._answer: Answer | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                await self._write_register()
                if self._connection is not None:
                    await self._commit(self._connection)
        finally:
            if self._connection is not None:
                await self._connection.close()
                self._connection = None

    async def connection(self) -> AsyncConnection:
        """The transaction's connection, taken at the first call."""
        if self._connection is None:
            self._connection = await self.ground.engine.connect()
        return self._connection

    def publish(self, event: Event) -> UUID:
        """Announce a fact; it leaves if and only if this unit of work commits."""
        cause = self._cause
        carrier: dict[str, str] = {}
        propagate.inject(carrier)
        envelope = Envelope(
            id=self.new_id(),
            source=self.ground.service,
            time=self.clock.now(),
            event=event,
            correlation_id=(cause.correlation_id if cause else None) or event.subject,
            causation_id=cause.event_id if cause else None,
            traceparent=carrier.get("traceparent"),
        )
        self._announcements.append(envelope)
        return envelope.id

    def audit(
        self, action: str, *, actor: str, object_kind: str, object_id: str, **detail: str | int
    ) -> None:
        """Record who did what, in the same transaction; details are identifiers, never contents."""
        now = self.clock.now()
        self._entries.append(Entry(now, actor, action, object_kind, object_id, detail))

    def keep_answer(self, answer: Answer) -> None:
        """What the caller is told is kept in the same transaction, for when they ask again."""
        self._answer = answer

    async def _commit(self, connection: AsyncConnection) -> None:
        await connection.commit()
        if self._announcements:
            await self.ground.bell.ring(connection)

    async def _write_register(self) -> None:
        if not (self._entries or self._announcements or self._answer):
            return
        announcements = [
            Announcement(envelope.id, envelope.topic, envelope.subject, to_bytes(envelope))
            for envelope in self._announcements
        ]
        await register.write(
            await self.connection(), self._entries, announcements, answer=self._answer
        )
