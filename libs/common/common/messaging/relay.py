"""From the outbox to the broker: one relay a service, in order, until each event is confirmed."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

from common import log, metrics
from common.cancellation import own_cancellation_only
from common.db.engine import plain_url
from common.messaging.alarm import Alarm
from common.messaging.outbox import OutboxConnection, Waiting
from common.messaging.publisher import BrokerDown, NotConfirmed, Outgoing, Publisher, Unroutable
from common.unit_of_work import Ground


@dataclass(frozen=True, slots=True)
class Pace:
    """How much the relay takes on, and in seconds how long it rests."""

    batch: int = 200
    in_flight: int = 100
    poll: float = 1.0
    standby: float = 5.0
    longest_pause: float = 5.0
    longest_backoff: float = 60.0
    measure: float = 5.0


@dataclass(slots=True)
class _Sending:
    """What became of one subject's events; the first that fails ends its line."""

    sent: list[int] = field(default_factory=list)
    failed: tuple[int, str] | None = None
    down: BrokerDown | None = None


class Relay:
    """Elected by an advisory lock on the connection that also marks events as sent.

    Whoever loses the connection loses the lock and the right to mark: an event may leave twice,
    it is never forgotten. One that fails holds back the later ones of its own subject only.
    """

    def __init__(self, ground: Ground, publisher: Publisher, *, pace: Pace | None = None) -> None:
        self._ground = ground
        self._service = ground.service
        self._publisher = publisher
        self._pace = pace or Pace()
        url = plain_url(ground.engine.url.render_as_string(hide_password=False))
        self._alarm = Alarm(url, application=f"{ground.service} listen")
        self._lingering: dict[int, asyncio.Future[None]] = {}
        self._seen_at_election = 0
        self._measured_at = 0.0
        self._stopping = asyncio.Event()
        self.is_elected = False
        self.last_turn_at = monotonic()

    async def run(self) -> None:
        """Relay, or stand by to; ends after `stop`."""
        listening = asyncio.create_task(self._alarm.listen())
        try:
            while not self._stopping.is_set():
                try:
                    with own_cancellation_only():
                        await self._serve()
                # asyncpg has errors of no common kind when a server dies under it.
                except Exception as error:  # noqa: BLE001 - the next connection begins afresh
                    log.logger().warning("relay_lost", service=self._service, **log.fault(error))
                    await self._rest(self._pace.poll)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    def stop(self) -> None:
        """Finish the batch, then end."""
        self._stopping.set()
        self._alarm.ring()

    async def _serve(self) -> None:
        outbox = await OutboxConnection.open(self._ground)
        try:
            while not self._stopping.is_set():
                self.last_turn_at = monotonic()
                if await outbox.try_lock():
                    await self._reign(outbox)
                else:
                    await self._rest(self._pace.standby)
        finally:
            self._tell_elected(is_elected=False)
            outbox.close()

    async def _reign(self, outbox: OutboxConnection) -> None:
        log.logger().info("relay_elected", service=self._service)
        self._tell_elected(is_elected=True)
        # Whatever waits at this moment may have left with the relay before this one.
        self._seen_at_election = await outbox.newest_id()
        pause = self._pace.poll
        while not self._stopping.is_set():
            self.last_turn_at = monotonic()
            await self._measure(outbox)
            try:
                moved = await self._send_batch(outbox)
            except BrokerDown as down:
                log.logger().warning(
                    "relay_has_no_broker", service=self._service, **log.fault(down)
                )
                await self._rest(pause)
                pause = min(pause * 2, self._pace.longest_pause)
                continue
            pause = self._pace.poll
            if not moved:
                await self._alarm.wait(_around(self._pace.poll))

    async def _send_batch(self, outbox: OutboxConnection) -> int:
        """How many events were confirmed; an absent broker is told after marking the others."""
        confirmed = await self._mark(outbox, self._landed())
        waiting = await outbox.todo(without=self._lingering, limit=self._pace.batch)
        places = asyncio.Semaphore(self._pace.in_flight)
        lines = _by_subject(waiting)
        results = await asyncio.gather(*(self._send_line(line, places) for line in lines))
        confirmed += await self._mark(outbox, [one for result in results for one in result.sent])
        for result in results:
            if result.failed is not None:
                row_id, reason = result.failed
                await outbox.put_back(
                    row_id, reason=reason, longest_backoff=self._pace.longest_backoff
                )
        for result in results:
            if result.down is not None:
                raise result.down
        return confirmed

    async def _send_line(self, line: Sequence[Waiting], places: asyncio.Semaphore) -> _Sending:
        """Send one subject's events one after the other."""
        result = _Sending()
        for row in line:
            async with places:
                try:
                    landing = await self._publisher.publish(self._outgoing(row))
                except BrokerDown as down:
                    result.down = down
                    return result
                except NotConfirmed as refusal:
                    result.failed = (row.id, type(refusal).__name__)
                    self._tell_failed(row, refusal)
                    return result
            if landing is None:
                result.sent.append(row.id)
            else:
                self._lingering[row.id] = landing
                landing.add_done_callback(lambda _: self._alarm.ring())
        return result

    def _outgoing(self, row: Waiting) -> Outgoing:
        again = row.attempts > 0 or row.id <= self._seen_at_election
        return Outgoing(row.event_id, row.topic, row.body, again=again)

    def _landed(self) -> list[int]:
        """The events that lingered and are now done with; a failed one is simply sent again."""
        ended = {row_id: future for row_id, future in self._lingering.items() if future.done()}
        for row_id in ended:
            del self._lingering[row_id]
        return [
            row_id
            for row_id, future in ended.items()
            if not future.cancelled() and future.exception() is None
        ]

    async def _mark(self, outbox: OutboxConnection, ids: Sequence[int]) -> int:
        lags = await outbox.mark_sent(ids)
        for lag in lags:
            metrics.relay_lag_seconds.labels(self._service).observe(max(lag, 0))
        metrics.relay_sent.labels(self._service).inc(len(lags))
        return len(lags)

    async def _measure(self, outbox: OutboxConnection) -> None:
        if monotonic() - self._measured_at < self._pace.measure:
            return
        self._measured_at = monotonic()
        unsent, oldest = await outbox.state()
        metrics.outbox_unsent.labels(self._service).set(unsent)
        metrics.outbox_oldest_unsent_seconds.labels(self._service).set(oldest)

    def _tell_failed(self, row: Waiting, refusal: NotConfirmed) -> None:
        reason = "unroutable" if isinstance(refusal, Unroutable) else "not_confirmed"
        metrics.relay_failed.labels(self._service, reason).inc()
        tell = log.logger().error if isinstance(refusal, Unroutable) else log.logger().warning
        tell(
            "publish_failed",
            service=self._service,
            topic=row.topic,
            event_id=row.event_id,
            attempt=row.attempts + 1,
            reason=reason,
        )

    def _tell_elected(self, *, is_elected: bool) -> None:
        self.is_elected = is_elected
        metrics.relay_elected.labels(self._service).set(int(is_elected))

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(_around(seconds)):
                await self._stopping.wait()
        except TimeoutError:
            return


def _by_subject(waiting: Sequence[Waiting]) -> list[list[Waiting]]:
    lines: dict[str, list[Waiting]] = {}
    for row in waiting:
        lines.setdefault(row.subject, []).append(row)
    return list(lines.values())


def _around(seconds: float) -> float:
    return seconds * random.uniform(0.8, 1.2)  # noqa: S311 - spreads calls, hides nothing
