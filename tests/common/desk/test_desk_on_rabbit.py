"""The desk with RabbitMQ: parked messages are in queues of their own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest

from common.contracts.intake import ReportWithdrawn
from common.messaging.consumer import RabbitConsumers
from common.messaging.delivery import ATTEMPT, REPLAYED_BY
from common.messaging.parked.on_rabbit import RabbitShelf
from common.messaging.rabbit import RabbitPublisher
from common.messaging.relay import Relay
from common.messaging.subscription import Later, Never
from common.testing.waiting import until
from common.unit_of_work import UnitOfWork
from tests.common.desk.office import QUICK, Office
from tests.common.messaging.rabbit import consuming, parked_queue, ready, take
from tests.common.messaging.sample import QUEUE, Deed, note, subscription

pytestmark = pytest.mark.broker


async def refuse(event: ReportWithdrawn, store: UnitOfWork) -> None:
    raise Never("the case is closed")


async def wait(event: ReportWithdrawn, store: UnitOfWork) -> None:
    raise Later("the report is unknown")


@asynccontextmanager
async def open_for_business(office: Office, deed: Deed) -> AsyncIterator[RabbitConsumers]:
    """The producer's relay and the consumer, on the real broker."""
    assert office.broker is not None
    async with (
        RabbitPublisher(office.broker, name="tests relay") as publisher,
        consuming(office.broker, office.consumer, [subscription(deed)]) as consumers,
    ):
        relay = Relay(office.producer.ground, publisher, pace=QUICK)
        task = asyncio.create_task(relay.run())
        try:
            yield consumers
        finally:
            relay.stop()
            await task


async def waiting(office: Office, queue: str) -> int:
    assert office.broker is not None
    return await ready(office.broker, queue)


async def holds(office: Office, queue: str, count: int) -> bool:
    return await waiting(office, queue) == count


async def effects_are(office: Office, count: int) -> bool:
    return await office.consumer.effects() == count


async def test_looking_as_often_as_one_likes_leaves_a_message_where_it_is(
    office_with_broker: Office,
) -> None:
    office = office_with_broker
    await office.announce()
    async with open_for_business(office, refuse):
        await until(partial(holds, office, parked_queue(), 1))
    assert office.broker is not None
    for _ in range(60):
        assert await _look(office) == 1
    answer = await office.desk("parked", "list", "--json")
    assert answer.json[0]["reason"] == "the case is closed"
    assert await waiting(office, parked_queue()) == 1


async def _look(office: Office) -> int:
    assert office.broker is not None
    async with RabbitShelf(office.broker).open([QUEUE]) as held:
        return len(held)


async def test_a_replayed_message_says_by_whom_and_has_all_its_tries_again(
    office_with_broker: Office,
) -> None:
    office = office_with_broker
    await office.announce()
    async with open_for_business(office, refuse):
        await until(partial(holds, office, parked_queue(), 1))
    answer = await office.desk("parked", "replay", "--all", "--as", "operator:ada")
    assert answer.status == 0
    assert office.broker is not None
    again = await take(office.broker, QUEUE)
    assert again.headers[REPLAYED_BY] == "operator:ada"
    assert ATTEMPT not in again.headers
    assert len(await office.register_of("parked_message_replayed")) == 1


async def test_replayed_messages_have_their_effect_once(office_with_broker: Office) -> None:
    office = office_with_broker
    await office.announce(20)
    async with open_for_business(office, refuse):
        await until(partial(holds, office, parked_queue(), 20))
    async with open_for_business(office, note):
        first, second = await asyncio.gather(
            office.desk("parked", "replay", "--all"), office.desk("parked", "replay", "--all")
        )
        assert (first.status, second.status) == (0, 0)
        await until(partial(effects_are, office, 20))
    assert await waiting(office, parked_queue()) == 0
    assert await office.consumer.effects() == 20


async def test_a_discarded_message_is_gone(office_with_broker: Office) -> None:
    office = office_with_broker
    await office.announce(2)
    async with open_for_business(office, refuse):
        await until(partial(holds, office, parked_queue(), 2))
    (first, _) = (await office.desk("parked", "list", "--json")).json
    answer = await office.desk(
        "parked", "discard", "--event-id", first["event_id"], "--because", "a mistake"
    )
    assert answer.status == 0
    await until(partial(holds, office, parked_queue(), 1))


async def test_the_books_know_done_parked_queued_and_scheduled(
    office_with_broker: Office,
) -> None:
    office = office_with_broker
    await office.announce(5)
    async with open_for_business(office, note):
        await until(partial(effects_are, office, 5))
    await office.announce(2)
    async with open_for_business(office, refuse):
        await until(partial(holds, office, parked_queue(), 2))
    answer = await office.desk("balance", "--json")
    (line,) = answer.json
    assert answer.status == 0
    assert line["published"] == 7
    assert line["done"] == 5
    assert line["parked"] == 2
    assert line["lost"] == 0


async def test_messages_put_off_and_queued_are_no_loss(office_with_broker: Office) -> None:
    office = office_with_broker
    await office.announce(3)
    async with open_for_business(office, wait):
        await asyncio.sleep(1)
    answer = await office.desk("balance", "--json")
    (line,) = answer.json
    assert answer.status == 0
    assert line["published"] == 3
    assert line["queued"] + line["scheduled"] == 3


async def test_a_queue_deleted_with_its_messages_is_a_loss(office_with_broker: Office) -> None:
    office = office_with_broker
    await office.announce(3)
    async with open_for_business(office, wait):
        await asyncio.sleep(0.6)
    await asyncio.sleep(1.5)
    assert office.broker is not None
    for _ in range(3):
        await take(office.broker, QUEUE)
    answer = await office.desk("balance", "--json", "--patience", "0")
    assert answer.status == 1
    assert answer.json[0]["lost"] == 3
