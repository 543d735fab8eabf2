import asyncio
import os
import signal

import pytest

from common.settings import BrokerSettings
from common.testing.waiting import until
from tests.common.scratch import fresh_database
from tests.common.standin.process import StandIn, end, free_port, stand_in


async def test_prepare_may_be_done_again_and_works_without_a_broker(postgres_url: str) -> None:
    async with fresh_database(postgres_url) as url, stand_in(url) as service:
        for _ in range(2):
            status, said = await service.run("prepare")
            assert status == 0
            assert "database at 0002" in said
            assert "no queues declared" in said


async def test_the_api_serves_until_it_is_told_to_end(database_url: str) -> None:
    async with stand_in(database_url, NAP="0.5") as service:
        process = await service.start("api")
        await until(lambda: service.answers(service.port, "/nap"), within=20)
        under_way = asyncio.create_task(service.answers(service.port, "/nap"))
        await asyncio.sleep(0.1)
        status, _ = await end(process)
        assert status == 0
        assert await under_way


async def test_a_taken_port_is_a_failure_that_names_it(database_url: str) -> None:
    async with stand_in(database_url) as service:
        await service.start("api")
        await until(lambda: service.answers(service.port, "/nap"), within=20)
        status, said = await service.run("api")
        assert status == 2
        assert str(service.port) in said


async def test_a_missing_setting_is_named_and_no_secret_is_shown(database_url: str) -> None:
    async with stand_in(database_url, HTTP__PORT="many", TELEMETRY__SECRET="hush") as service:
        status, said = await service.run("api")
    assert status == 2
    assert "HTTP__PORT" in said
    assert "hush" not in said
    assert database_url not in said


async def test_a_worker_without_a_broker_says_so(database_url: str) -> None:
    async with stand_in(database_url) as service:
        status, said = await service.run("worker")
    assert status == 2
    assert "BROKER__URL" in said


async def test_a_job_gets_the_parts_and_gives_its_status(database_url: str) -> None:
    async with stand_in(database_url) as service:
        assert await service.run("job", "count") == (0, "standin\n")
        assert (await service.run("job", "fail"))[0] == 7


@pytest.mark.broker
async def test_a_worker_is_ready_once_it_listens_and_ends_well(service: StandIn) -> None:
    process = await service.start_worker()
    assert await service.answers(service.worker_port, "/livez")
    status, said = await end(process)
    assert status == 0
    assert "worker_stopping" in said


@pytest.mark.broker
async def test_a_worker_steps_back_as_far_as_it_is_told(service: StandIn) -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    service.more["WORKER__NICENESS"] = "7"
    process = await service.start_worker()
    assert os.getpriority(os.PRIO_PROCESS, process.pid) == min(19, own + 7)
    await end(process)


@pytest.mark.broker
async def test_a_worker_waits_for_its_broker_and_its_database(
    database_url: str, broker: BrokerSettings
) -> None:
    nowhere = f"amqp://guest:guest@127.0.0.1:{free_port()}/"
    async with stand_in(database_url, BROKER__URL=nowhere) as service:
        process = await service.start("worker")
        await until(lambda: service.answers(service.worker_port, "/livez"), within=20)
        assert not await service.answers(service.worker_port, "/readyz")
        status, _ = await end(process, signal.SIGINT)
        assert status == 0


@pytest.mark.broker
async def test_a_broken_loop_is_told_and_stops_nothing(service: StandIn) -> None:
    service.more["BROKEN_LOOP"] = "true"
    process = await service.start_worker()
    await asyncio.sleep(0.5)
    assert await service.answers(service.worker_port, "/readyz")
    status, said = await end(process)
    assert status == 0
    assert "loop_failed" in said
    assert "somebody@example.org" not in said
