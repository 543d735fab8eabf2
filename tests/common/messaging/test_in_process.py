import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from common.contracts.envelope import to_bytes
from common.contracts.intake import ReportErased, ReportWithdrawn
from common.messaging.in_process import InProcessBroker
from common.messaging.publisher import Outgoing, Unroutable
from common.messaging.retry import RetryPolicy
from common.messaging.subscription import Later, Never
from common.testing.messaging import enclose
from common.unit_of_work import UnitOfWork
from tests.common.messaging.sample import (
    SHORT,
    Deed,
    Parts,
    a_withdrawal,
    an_id,
    note,
    subscription,
)

QUICK = RetryPolicy(delays=(SHORT,), patience=timedelta(seconds=5))


@pytest.fixture
async def broker() -> AsyncIterator[InProcessBroker]:
    broker = InProcessBroker()
    yield broker
    await broker.close()


def outgoing(event: ReportWithdrawn) -> Outgoing:
    envelope = enclose(event)
    return Outgoing(envelope.id, envelope.topic, to_bytes(envelope))


def attach(broker: InProcessBroker, parts: Parts, *deeds: Deed) -> None:
    named = [subscription(do, queue=f"sample.deed-{n}") for n, do in enumerate(deeds, start=1)]
    broker.attach(parts, named, policy=QUICK)


class Flaky:
    """A deed that asks for patience a number of times."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals
        self.tries = 0

    async def __call__(self, event: ReportWithdrawn, store: UnitOfWork) -> None:
        self.tries += 1
        if self.tries <= self.refusals:
            raise Later("not yet")
        await note(event, store)


async def test_a_publish_is_confirmed_when_every_subscription_has_finished(
    broker: InProcessBroker, parts: Parts
) -> None:
    attach(broker, parts, note, note)
    assert await broker.publish(outgoing(a_withdrawal())) is None
    assert await parts.effects() == 2


async def test_a_publish_that_needs_another_try_is_confirmed_after_it(
    broker: InProcessBroker, parts: Parts
) -> None:
    flaky = Flaky(2)
    attach(broker, parts, flaky)
    landing = await broker.publish(outgoing(a_withdrawal()))
    assert landing is not None
    assert not landing.done()
    assert sum(broker.scheduled.values()) == 1
    await landing
    assert flaky.tries == 3
    assert await parts.effects() == 1


async def test_a_message_published_again_joins_the_one_in_flight(
    broker: InProcessBroker, parts: Parts
) -> None:
    flaky = Flaky(2)
    attach(broker, parts, flaky)
    message = outgoing(a_withdrawal())
    landings = [await broker.publish(message) for _ in range(3)]
    await asyncio.gather(*(landing for landing in landings if landing is not None))
    assert flaky.tries == 3


async def test_a_parked_message_is_kept_in_the_consumers_database(
    broker: InProcessBroker, parts: Parts
) -> None:
    async def never(event: ReportWithdrawn, store: UnitOfWork) -> None:
        raise Never("the case is closed")

    attach(broker, parts, never, note)
    message = outgoing(a_withdrawal())
    assert await broker.publish(message) is None
    assert await parts.scalar("SELECT reason FROM parked") == "the case is closed"
    assert await parts.scalar("SELECT event_id FROM parked") == message.event_id
    assert await parts.scalar("SELECT queue FROM parked") == "sample.deed-1"
    assert await parts.effects() == 1


async def test_an_event_nobody_listens_to_is_refused_loudly(
    broker: InProcessBroker, parts: Parts
) -> None:
    attach(broker, parts, note)
    erased = ReportErased(report_id=an_id(), version=3, erased_at=a_withdrawal().withdrawn_at)
    envelope = enclose(erased)
    with pytest.raises(Unroutable):
        await broker.publish(Outgoing(envelope.id, envelope.topic, to_bytes(envelope)))


async def test_a_slow_deed_does_not_keep_the_publisher(
    broker: InProcessBroker, parts: Parts
) -> None:
    release = asyncio.Event()

    async def slow(event: ReportWithdrawn, store: UnitOfWork) -> None:
        await release.wait()
        await note(event, store)

    attach(broker, parts, slow)
    landing = await broker.publish(outgoing(a_withdrawal()))
    assert landing is not None
    release.set()
    await landing
    assert await parts.effects() == 1


async def test_one_subscriptions_trouble_is_not_anothers(
    broker: InProcessBroker, parts: Parts
) -> None:
    flaky = Flaky(3)
    attach(broker, parts, flaky, note)
    landing = await broker.publish(outgoing(a_withdrawal()))
    assert await parts.effects() == 1
    assert landing is not None
    await landing
    assert await parts.effects() == 2


async def test_a_message_that_may_have_been_handed_over_before_is_in_the_ledger(
    broker: InProcessBroker, parts: Parts
) -> None:
    seen: list[int] = []

    async def look(event: ReportWithdrawn, store: UnitOfWork) -> None:
        seen.append(await parts.scalar("SELECT count(*) FROM attempts"))

    attach(broker, parts, look)
    envelope = enclose(a_withdrawal())
    await broker.publish(Outgoing(envelope.id, envelope.topic, to_bytes(envelope), again=True))
    assert seen == [1]
    assert await parts.scalar("SELECT count(*) FROM attempts") == 0
