import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from asyncpg import InternalClientError

from common.contracts.envelope import from_bytes
from common.messaging.outbox import OutboxConnection, Waiting
from common.messaging.publisher import BrokerDown, NotConfirmed, Outgoing, Unroutable
from common.messaging.relay import Pace, Relay
from common.testing.waiting import until
from tests.common.messaging.sample import Parts, a_withdrawal, an_id

QUICK = Pace(poll=0.1, standby=0.1, longest_pause=0.1, longest_backoff=0.3, measure=0.0)


class Ears:
    """A broker that hears every publish and refuses as told."""

    def __init__(self) -> None:
        self.heard: list[Outgoing] = []
        self.refusals: dict[UUID, list[Exception]] = {}
        self.is_down = False
        self.landings: dict[UUID, asyncio.Future[None]] = {}

    async def publish(self, message: Outgoing) -> asyncio.Future[None] | None:
        await asyncio.sleep(0)
        if self.is_down:
            raise BrokerDown
        refusals = self.refusals.get(_report(message), [])
        if refusals:
            raise refusals.pop(0)
        self.heard.append(message)
        return self.landings.get(_report(message))

    def versions(self, report_id: UUID) -> list[int | None]:
        return [
            from_bytes(message.body).event.sequence
            for message in self.heard
            if _report(message) == report_id
        ]


def _report(message: Outgoing) -> UUID:
    return UUID(from_bytes(message.body).subject.removeprefix("report/"))


@asynccontextmanager
async def running(parts: Parts, *brokers: Ears, pace: Pace = QUICK) -> AsyncIterator[list[Relay]]:
    relays = [Relay(parts.ground, broker, pace=pace) for broker in brokers]
    tasks = [asyncio.create_task(relay.run()) for relay in relays]
    try:
        yield relays
    finally:
        for relay in relays:
            relay.stop()
        await asyncio.gather(*tasks)


async def announce(parts: Parts, report_ids: Sequence[UUID], *, version: int = 2) -> None:
    async with parts.open_store() as store:
        for report_id in report_ids:
            store.publish(a_withdrawal(report_id, version=version))


async def all_sent(parts: Parts) -> None:
    async def nothing_waits() -> bool:
        return not await parts.scalar("SELECT count(*) FROM outbox WHERE sent_at IS NULL")

    await until(nothing_waits)


@pytest.fixture
async def intake(parts: Parts) -> Parts:
    """The sample's database under the name of the service that owns withdrawals."""
    return Parts(replace(parts.ground, service="intake"))


async def test_events_of_one_subject_leave_in_order(intake: Parts) -> None:
    ears, report_id = Ears(), an_id()
    for version in range(1, 31):
        await announce(intake, [report_id, an_id()], version=version)
    async with running(intake, ears):
        await all_sent(intake)
    assert ears.versions(report_id) == list(range(1, 31))
    assert len(ears.heard) == 60


async def test_a_commit_wakes_the_relay(intake: Parts) -> None:
    ears = Ears()
    async with running(intake, ears, pace=Pace(poll=30.0)) as (relay,):
        await until(lambda: relay.is_elected)
        await asyncio.sleep(0.5)
        await announce(intake, [an_id()])
        await until(lambda: ears.heard, within=2)


async def test_a_failed_event_holds_back_its_own_subject_only(intake: Parts) -> None:
    ears, troubled, other = Ears(), an_id(), an_id()
    ears.refusals[troubled] = [NotConfirmed(), NotConfirmed()]
    await announce(intake, [troubled, other], version=1)
    await announce(intake, [troubled, other], version=2)
    async with running(intake, ears):
        await all_sent(intake)
    assert ears.versions(troubled) == [1, 2]
    assert ears.versions(other) == [1, 2]
    order = [_report(message) for message in ears.heard]
    assert order.index(other) < order.index(troubled)
    assert await intake.scalar("SELECT max(attempts) FROM outbox") == 2


async def test_an_unroutable_event_is_kept_and_tried_again(intake: Parts) -> None:
    ears, report_id = Ears(), an_id()
    ears.refusals[report_id] = [Unroutable()]
    await announce(intake, [report_id])
    async with running(intake, ears):
        await all_sent(intake)
    assert await intake.scalar("SELECT last_error FROM outbox") == "Unroutable"
    assert ears.versions(report_id) == [2]


async def test_an_absent_broker_costs_no_event_a_try(intake: Parts) -> None:
    ears = Ears()
    ears.is_down = True
    await announce(intake, [an_id() for _ in range(5)])
    async with running(intake, ears):
        await asyncio.sleep(0.5)
        assert ears.heard == []
        ears.is_down = False
        await all_sent(intake)
    assert await intake.scalar("SELECT max(attempts) FROM outbox") == 0


async def test_two_relays_elect_one_and_the_other_takes_over(intake: Parts) -> None:
    first, second = Ears(), Ears()
    async with running(intake, first, second) as relays:
        await announce(intake, [an_id() for _ in range(20)])
        await all_sent(intake)
        assert [relay.is_elected for relay in relays].count(True) == 1
        assert sorted([len(first.heard), len(second.heard)]) == [0, 20]
        relays[0 if relays[0].is_elected else 1].stop()
        await announce(intake, [an_id() for _ in range(20)])
        await all_sent(intake)
    assert len(first.heard) + len(second.heard) == 40


async def test_a_relay_whose_connection_is_cut_comes_back(intake: Parts) -> None:
    ears = Ears()
    async with running(intake, ears):
        await announce(intake, [an_id()])
        await all_sent(intake)
        await intake.scalar(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE application_name IN ('intake relay', 'intake listen')"
            " AND datname = current_database()"
        )
        await announce(intake, [an_id()])
        await all_sent(intake)
    assert len(ears.heard) == 2


async def test_a_relay_goes_on_after_an_error_that_no_library_documents(
    intake: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """InternalClientError of asyncpg is no PostgresError: seen when a server was killed."""
    ears, ask, asked = Ears(), OutboxConnection.todo, 0

    async def confused_once(self: OutboxConnection, **given: Any) -> list[Waiting]:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise InternalClientError("cannot switch to state 12")
        return await ask(self, **given)

    monkeypatch.setattr(OutboxConnection, "todo", confused_once)
    async with running(intake, ears):
        await announce(intake, [an_id()])
        await all_sent(intake)
    assert len(ears.heard) == 1


async def test_an_event_that_lingers_neither_counts_as_sent_nor_blocks(intake: Parts) -> None:
    ears, slow = Ears(), an_id()
    landing: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    ears.landings[slow] = landing
    await announce(intake, [slow], version=1)
    await announce(intake, [slow], version=2)
    async with running(intake, ears):
        await asyncio.sleep(0.5)
        assert ears.versions(slow) == [1, 2]
        assert await intake.scalar("SELECT count(*) FROM outbox WHERE sent_at IS NULL") == 2
        landing.set_result(None)
        await all_sent(intake)
    assert ears.versions(slow) == [1, 2]


async def test_what_a_dead_relay_may_have_sent_is_marked_as_such(intake: Parts) -> None:
    ears = Ears()
    await announce(intake, [an_id()])
    async with running(intake, ears):
        await all_sent(intake)
        await announce(intake, [an_id()])
        await all_sent(intake)
    assert [message.again for message in ears.heard] == [True, False]
