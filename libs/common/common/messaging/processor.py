"""One message, one subscription: read, tried, and ended in one of three ways, by any transport."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from opentelemetry.trace import SpanKind
from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from common import log, metrics, telemetry
from common.contracts.envelope import CONTENT_TYPE, Envelope, UnreadableMessage, from_bytes
from common.db.plumbing import MAX_BODY_BYTES, ForgottenSubjectRow, InboxRow
from common.db.prepared import Prepared
from common.messaging import delivery as header
from common.messaging.database_watch import DatabaseWatch, may_be_the_database, will_pass
from common.messaging.delivery import Delivery, DependencyDown, Done, Outcome, Park, Retry
from common.messaging.gate import Gate
from common.messaging.ledger import Entry
from common.messaging.retry import History, RetryPolicy
from common.messaging.subscription import Later, Never, Subscription
from common.unit_of_work import Cause, Ground, UnitOfWork

MEDIA_TYPE = CONTENT_TYPE.partition(";")[0]
_ENTER = Prepared(
    insert(InboxRow)
    .values({name: bindparam(name) for name in ("queue", "event_id")})
    .on_conflict_do_nothing()
    .returning(InboxRow.event_id)
)


class Stores(Protocol):
    """The part of a service's parts that messages need."""

    @property
    def ground(self) -> Ground: ...

    def open_store(self, *, cause: Cause | None = None) -> UnitOfWork: ...


@dataclass(frozen=True, slots=True)
class Workshop:
    """What the subscriptions of one service share in one process."""

    stores: Stores
    policy: RetryPolicy
    gate: Gate
    watch: DatabaseWatch

    @classmethod
    def of(cls, stores: Stores, *, policy: RetryPolicy, width: int = 8) -> "Workshop":
        """`width` messages at once; keep it below the size of the connection pool."""
        return cls(stores, policy, Gate(width), DatabaseWatch(stores.ground.engine))


class Processor:
    """Runs one subscription's deed: inbox, ledger, retries and parking are decided here."""

    def __init__(self, subscription: Subscription[Any], workshop: Workshop) -> None:
        self.subscription = subscription
        self._workshop = workshop
        self._ground = workshop.stores.ground
        self._queue = subscription.queue
        self._log = log.logger()

    async def settle(self, delivery: Delivery) -> Outcome:
        """The message's outcome, however long the service's own database takes to come back."""
        with log.bound(service=self._ground.service, queue=self._queue):
            try:
                envelope = self._read(delivery)
            except UnreadableMessage as refusal:
                return self._park(str(refusal), History.read(delivery.headers), delivery)
            return await self._settle_read(envelope, delivery)

    async def _settle_read(self, envelope: Envelope, delivery: Delivery) -> Outcome:
        entry = Entry(self._ground.engine, queue=self._queue, event_id=envelope.id)
        identity = {
            "event_id": envelope.id,
            "topic": envelope.topic,
            "correlation_id": envelope.correlation_id,
        }
        with (
            log.bound(**identity),
            telemetry.span(
                f"{self._queue} process",
                kind=SpanKind.CONSUMER,
                parent=envelope.traceparent,
                messaging_system="rabbitmq",
                messaging_destination_name=self._queue,
                messaging_message_id=str(envelope.id),
            ),
        ):
            while True:
                try:
                    return await self._try(envelope, delivery, entry)
                except DependencyDown as down:
                    self._log.warning("database_did_not_answer", **log.fault(down))
                    await self._workshop.watch.until_up()

    def _read(self, delivery: Delivery) -> Envelope:
        if len(delivery.body) > MAX_BODY_BYTES:
            raise UnreadableMessage("the body is too large")
        media_type = (delivery.content_type or "").partition(";")[0].strip().lower()
        if media_type != MEDIA_TYPE:
            raise UnreadableMessage("the content type is not ours")
        envelope = from_bytes(delivery.body)
        if type(envelope.event) is not self.subscription.event:
            raise UnreadableMessage("the type is not the one this queue is for")
        return envelope

    async def _try(self, envelope: Envelope, delivery: Delivery, entry: Entry) -> Outcome:
        async with self._turn(delivery), _forgotten_when_cancelled(entry):
            with metrics.handler_seconds.labels(self._queue).time():
                try:
                    if delivery.redelivered and await entry.open() > self._workshop.policy.deaths:
                        outcome: Outcome = self._park_killer(delivery)
                    else:
                        return await self._effect(envelope, entry)
                except Exception as error:  # noqa: BLE001 - whatever it is, the message is answered
                    outcome = await self._answer(error, delivery)
            await self._forget(entry)
            return outcome

    def _turn(self, delivery: Delivery) -> AbstractAsyncContextManager[None]:
        gate = self._workshop.gate
        return gate.alone() if delivery.redelivered else gate.shared()

    async def _effect(self, envelope: Envelope, entry: Entry) -> Done:
        """The deed and its inbox row in one transaction; a row already there ends it at once."""
        cause = Cause(event_id=envelope.id, correlation_id=envelope.correlation_id)
        async with (
            asyncio.timeout(self._workshop.policy.handler_timeout.total_seconds()),
            self._workshop.stores.open_store(cause=cause) as store,
        ):
            connection = await store.connection()
            entered = await _ENTER.fetch(
                connection, {"queue": self._queue, "event_id": envelope.id}
            )
            is_first = bool(entered)
            if entry.is_open:
                await entry.forget_on(connection)
            if is_first:
                await self.subscription.do(envelope.event, store)
                if envelope.event.forgets_subject:
                    await connection.execute(
                        insert(ForgottenSubjectRow)
                        .values(subject=envelope.subject)
                        .on_conflict_do_nothing()
                    )
        return self._done(envelope, again=not is_first)

    def _done(self, envelope: Envelope, *, again: bool) -> Done:
        if again:
            metrics.messages_absorbed.labels(self._queue).inc()
        else:
            metrics.messages_done.labels(self._queue).inc()
            age = (self._ground.clock.now() - envelope.time).total_seconds()
            metrics.event_age_seconds.labels(self._queue).observe(max(age, 0))
        return Done(again=again)

    async def _answer(self, error: Exception, delivery: Delivery) -> Outcome:
        history = History.read(delivery.headers)
        match error:
            case Never():
                told = history.failed("Never", now=self._now(), is_fault=False)
                return self._park(error.why, told, delivery)
            case Later():
                return self._put_off(error, history, delivery)
        if may_be_the_database(error) and not await self._workshop.watch.is_up():
            raise DependencyDown from error
        if will_pass(error):
            return self._put_off(error, history, delivery)
        return self._after_fault(error, history, delivery)

    def _put_off(self, error: Exception, history: History, delivery: Delivery) -> Outcome:
        now = self._now()
        told = history.failed(type(error).__name__, now=now, is_fault=False)
        wished = error.after if isinstance(error, Later) else None
        why = error.why if isinstance(error, Later) else type(error).__name__
        delay = self._workshop.policy.wait(told, now=now, at_least=wished)
        if delay is None:
            return self._park(f"waited too long: {why}", told, delivery)
        self._log.info("message_put_off", attempt=told.attempts, delay_s=delay.total_seconds())
        metrics.messages_retried.labels(self._queue, "later").inc()
        return Retry(delay, why, _headers(told, delivery))

    def _after_fault(self, error: Exception, history: History, delivery: Delivery) -> Outcome:
        told = history.failed(type(error).__name__, now=self._now(), is_fault=True)
        delay = self._workshop.policy.after_fault(told)
        self._log.error("message_failed", attempt=told.attempts, **log.fault(error))
        if delay is None:
            return self._park(f"failed {told.faults} times: {told.last_error}", told, delivery)
        metrics.messages_retried.labels(self._queue, "fault").inc()
        return Retry(delay, type(error).__name__, _headers(told, delivery))

    def _park_killer(self, delivery: Delivery) -> Park:
        deaths = self._workshop.policy.deaths
        reason = f"ended the process that tried it, {deaths} times"
        return self._park(reason, History.read(delivery.headers), delivery)

    def _park(self, reason: str, history: History, delivery: Delivery) -> Park:
        self._log.error("message_parked", reason=reason, attempt=history.attempts)
        metrics.messages_parked.labels(self._queue).inc()
        why = {header.PARKED_BECAUSE: reason, header.PARKED_AT: self._now().isoformat()}
        return Park(reason, _headers(history, delivery) | why)

    async def _forget(self, entry: Entry) -> None:
        if entry.is_open:
            try:
                await entry.forget()
            except (SQLAlchemyError, OSError, TimeoutError) as error:
                # The purge removes what stays; at worst the message dies once less next time.
                self._log.warning("attempt_not_forgotten", **log.fault(error))

    def _now(self) -> Any:
        return self._ground.clock.now()


def _headers(history: History, delivery: Delivery) -> dict[str, Any]:
    """Ours only: the broker's own (`x-death`) would make it see a loop and drop the message."""
    replayed = delivery.headers.get(header.REPLAYED_BY)
    return history.headers() | ({header.REPLAYED_BY: replayed} if replayed else {})


@asynccontextmanager
async def _forgotten_when_cancelled(entry: Entry) -> AsyncIterator[None]:
    """An orderly shutdown is no death of the message's doing."""
    try:
        yield
    except asyncio.CancelledError:
        if entry.is_open:
            await asyncio.shield(entry.forget())
        raise
