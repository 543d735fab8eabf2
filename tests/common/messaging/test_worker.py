import asyncio
from datetime import timedelta

import pytest

from common.messaging.relay import Relay
from common.service import Loop
from common.settings import WorkerSettings
from common.testing.waiting import until
from common.worker import EndedEarly, Worker
from tests.common.messaging.sample import Parts
from tests.common.messaging.test_relay import QUICK, Ears


class Deserters:
    """Consumers that end although nobody asked them to."""

    is_listening = False

    def __init__(self, end: BaseException | None) -> None:
        self._end = end

    async def run(self) -> None:
        await asyncio.sleep(0.01)
        if self._end is not None:
            raise self._end

    def stop(self) -> None:
        return


def _worker(
    parts: Parts, *, consumers: Deserters | None = None, loop: Loop | None = None
) -> Worker:
    relay = Relay(parts.ground, Ears(), pace=QUICK)
    return Worker(parts.ground, relay=relay, loops=[loop] if loop else [], consumers=consumers)


@pytest.mark.parametrize("end", [None, asyncio.CancelledError()], ids=["quietly", "cancelled"])
async def test_a_worker_whose_consumers_ended_falls(
    parts: Parts, end: BaseException | None
) -> None:
    worker = _worker(parts, consumers=Deserters(end))
    async with asyncio.timeout(10):
        with pytest.raises(ExceptionGroup) as fall:
            await worker.run(asyncio.Event(), settings=WorkerSettings())
    told = [type(error).__name__ for error in fall.value.exceptions]
    assert told == (["BrokenOff"] if end else [EndedEarly.__name__])


async def test_a_loop_that_is_broken_off_has_another_turn(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("common.worker.PAUSE_AFTER_FAILURE_SECONDS", 0.01)
    turns = 0

    async def turn() -> int:
        nonlocal turns
        turns += 1
        if turns == 1:
            raise asyncio.CancelledError
        return 0

    stopping = asyncio.Event()
    loop = Loop("turn", every=timedelta(seconds=0.01), do=turn)
    working = asyncio.create_task(
        _worker(parts, loop=loop).run(stopping, settings=WorkerSettings())
    )
    await until(lambda: turns > 1)
    stopping.set()
    await working


async def test_a_worker_that_falls_ends_although_a_loop_swallows_its_cancellation(
    parts: Parts,
) -> None:
    async def deaf() -> int:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            return 1
        return 0

    loop = Loop("deaf", every=timedelta(seconds=1), do=deaf)
    worker = _worker(parts, consumers=Deserters(None), loop=loop)
    async with asyncio.timeout(10):
        with pytest.raises(ExceptionGroup):
            await worker.run(asyncio.Event(), settings=WorkerSettings())
