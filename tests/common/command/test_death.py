"""What a killed worker leaves behind: nothing lost, nothing twice, the killer parked alone."""

import signal
from asyncio.subprocess import Process
from functools import partial

import pytest

from common.contracts.envelope import from_bytes
from common.messaging.delivery import PARKED_BECAUSE
from common.settings import BrokerSettings
from common.testing.waiting import until
from tests.common.messaging.rabbit import outgoing, parked_queue, publish, ready, take
from tests.common.messaging.sample import Parts, a_withdrawal, an_id
from tests.common.standin.app import QUEUE
from tests.common.standin.process import StandIn, end

pytestmark = pytest.mark.broker


async def effects_are(parts: Parts, count: int) -> bool:
    return await parts.effects() >= count


async def distinct(parts: Parts) -> int:
    return int(await parts.scalar("SELECT count(DISTINCT name) FROM things"))


async def died_or_parked(process: Process, broker: BrokerSettings) -> bool:
    return process.returncode is not None or await ready(broker, parked_queue(QUEUE)) > 0


async def test_a_worker_killed_amid_its_work_loses_and_doubles_nothing(
    service: StandIn, parts: Parts, broker: BrokerSettings
) -> None:
    service.more["NAP"] = "0.05"
    messages = [outgoing(a_withdrawal()) for _ in range(60)]
    await publish(broker, *messages)
    for wished in (5, 15, 25):
        process = await service.start_worker()
        await until(partial(effects_are, parts, wished), within=20)
        await end(process, signal.SIGKILL)
    await service.start_worker()
    await until(partial(effects_are, parts, 60), within=30)
    assert await parts.effects() == await distinct(parts) == 60
    assert await ready(broker, parked_queue(QUEUE)) == 0


async def test_a_worker_told_to_end_under_load_parks_nothing(
    service: StandIn, parts: Parts, broker: BrokerSettings
) -> None:
    service.more["NAP"] = "0.05"
    await publish(broker, *(outgoing(a_withdrawal()) for _ in range(60)))
    for wished in (5, 20):
        process = await service.start_worker()
        await until(partial(effects_are, parts, wished), within=20)
        status, _ = await end(process)
        assert status == 0
    await service.start_worker()
    await until(partial(effects_are, parts, 60), within=30)
    assert await parts.effects() == await distinct(parts) == 60
    assert await ready(broker, parked_queue(QUEUE)) == 0


async def test_a_message_that_kills_is_parked_alone(
    service: StandIn, parts: Parts, broker: BrokerSettings
) -> None:
    poison = an_id()
    service.more["POISON"] = str(poison)
    innocents = [outgoing(a_withdrawal()) for _ in range(40)]
    killer = outgoing(a_withdrawal(poison))
    await publish(broker, *innocents[:20], killer, *innocents[20:])
    deaths = 0
    while await ready(broker, parked_queue(QUEUE)) == 0:
        process = await service.start("worker")
        await until(partial(died_or_parked, process, broker), within=30)
        deaths += process.returncode is not None
        assert deaths < 10
    await until(partial(effects_are, parts, 40), within=20)
    kept = await take(broker, parked_queue(QUEUE))
    assert str(kept.headers[PARKED_BECAUSE]).startswith("ended the process")
    assert from_bytes(kept.body).id == killer.event_id
    assert await distinct(parts) == 40
    assert deaths == 4
    assert await parts.scalar("SELECT count(*) FROM attempts") == 0
    assert await ready(broker, parked_queue(QUEUE)) == 0
